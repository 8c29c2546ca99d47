import { Context } from '@temporalio/activity';
import type { Destination } from '../../catalogue/destination/definition.js';
import { secretsOf } from '../../catalogue/destination/secret-uses.js';
import { nameProofs } from '../../outbound/auth/name-proofs.js';
import type { AttemptReport, CallRequest, PreparedCall } from '../../workflows/contracts/calls/call.js';
import { type Hold, holdId, WAYPOST } from '../../workflows/contracts/keepers/hold.js';
import { METRICS } from '../../workflows/contracts/metrics.js';
import type { HoldReader } from '../../workflows/contracts/ports.js';
import { Refusals } from './refusals.js';

/** Players in a row whose answers point to a wrong set-up, after which the action is held. */
const PLAYERS = 5;

const MAX_REASON_LENGTH = 300;

/** Holds wrongly set-up actions and destinations, so that their calls wait for one decision by a person. */
export class HoldTripper {
  readonly #holds: HoldReader;
  /** Players whose last answers point to a wrong set-up, by brand and action. */
  readonly #streaks = new Map<string, Set<string>>();
  readonly #refusals = new Refusals();

  constructor(holds: HoldReader) {
    this.#holds = holds;
  }

  /** Sets a hold if an attempt shows a wrong set-up. Never rejects: without a hold the call still waits and retries. */
  async after(call: PreparedCall, report: AttemptReport, destination: Destination): Promise<void> {
    const who = `${call.action} ${call.callKey}`;
    if (report.class === 'held') {
      await this.holdDestination(call.brand, destination, `${who}: ${report.reason}`);
    } else if (this.#endsStreak(call, report)) {
      const reason = `${who}: the last ${PLAYERS} players in a row: ${report.reason}`;
      await this.#trip(call.brand, { scope: 'action', name: call.action }, reason);
    }
  }

  /** Holds a destination that refuses all our requests. The hold names its secrets and certificates. Never rejects. */
  async holdDestination(brand: string, destination: Destination, why: string): Promise<Hold | null> {
    const reason = `${why} (${nameProofs(destination, secretsOf(destination))})`;
    return this.#trip(brand, { scope: 'destination', name: destination.name }, reason);
  }

  /**
   * Handles a call that is refused before sending. The fifth player in a row holds the action; that call and later ones
   * wait for the release. Returns `null` if the call is refused. Never rejects.
   */
  async afterRefusal({ brand, action, callKey, playerId }: CallRequest, reason: string, catalogue: string) {
    const hold = this.#holds.current(brand)?.find(({ scope, name }) => scope === 'action' && name === action);
    if (hold) return hold;
    const owner = `${brand}:${action}`;
    if (!this.#refusals.add(owner, playerId, catalogue)) return null;
    const why = `${action} ${callKey}: refused before it is sent, as for the players before it: ${reason}`;
    const set = await this.#trip(brand, { scope: 'action', name: action }, why);
    if (set) this.#refusals.held(owner, catalogue);
    return set ?? 'failed';
  }

  /** Records that a call of the action was rendered. */
  afterRendering({ brand, action }: Pick<PreparedCall, 'brand' | 'action'>): void {
    this.#refusals.clear(`${brand}:${action}`);
  }

  /** Counts a streak. Returns true and resets it when it is long enough. */
  #endsStreak({ brand, action, playerId }: PreparedCall, { class: came }: AttemptReport): boolean {
    const key = `${brand}:${action}`;
    if (came === 'delivered' || came === 'refused') this.#streaks.delete(key);
    if (came !== 'parked') return false;
    const players = (this.#streaks.get(key) ?? new Set()).add(playerId);
    if (players.size < PLAYERS) this.#streaks.set(key, players);
    else this.#streaks.delete(key);
    return players.size >= PLAYERS;
  }

  /** Sets a hold; returns `null` if that failed. */
  async #trip(brand: string, about: Pick<Hold, 'scope' | 'name'>, why: string): Promise<Hold | null> {
    const { log, metricMeter } = Context.current();
    const id = holdId(about, WAYPOST);
    const hold = { id, ...about, reason: shorten(why), by: WAYPOST, since: new Date().toISOString() };
    const isNew = !this.#holds.current(brand)?.some((known) => known.id === id);
    const outcome = await this.#holds
      .trip(brand, hold)
      .then(() => 'set')
      .catch((error: unknown) => {
        log.error('could not set a hold; the calls wait, and the next one tries again', {
          brand,
          hold: id,
          err: error,
        });
        return 'failed';
      });
    if (outcome === 'set' && isNew)
      log.warn('Waypost set a hold: calls wait for its release', { brand, hold: id, reason: why });
    const { name, help } = METRICS.held;
    metricMeter.createCounter(name, undefined, help).add(1, { brand, hold: id, outcome });
    return outcome === 'set' ? hold : null;
  }
}

function shorten(text: string): string {
  return text.length <= MAX_REASON_LENGTH ? text : `${text.slice(0, MAX_REASON_LENGTH - 1)}…`;
}
