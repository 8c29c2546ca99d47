import type { Answer } from './answer.js';
import type { OperatorSettings } from './control-schemas.js';
import { FaultList } from './fault-list.js';
import { Ledger } from './ledger.js';
import { Players } from './players.js';
import { RequestLog } from './request-log.js';
import { Tokens } from './tokens.js';

const AT_THE_START: OperatorSettings = { honourIdempotencyKey: true };

/** The state of a stand-in operator, in memory. */
export class OperatorState {
  readonly requests = new RequestLog();
  readonly faults = new FaultList();
  readonly ledger = new Ledger();
  readonly players = new Players();
  readonly tokens = new Tokens();
  /** First answer to each path and `Idempotency-Key`. */
  readonly answers = new Map<string, Answer>();
  settings = AT_THE_START;

  /** Resets the state to that of a new start. */
  reset(): void {
    for (const part of [this.requests, this.faults, this.ledger, this.players, this.tokens, this.answers]) part.clear();
    this.settings = AT_THE_START;
  }
}
