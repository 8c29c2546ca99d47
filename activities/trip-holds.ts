import { Context } from '@temporalio/activity';
import type { AttemptReport, PreparedCall } from '../workflows/contracts/call.js';
import { type Hold, holdId, WAYPOST } from '../workflows/contracts/hold.js';
import type { HoldReader } from '../workflows/contracts/ports.js';

/** So many players in a row whose calls are answered as if by a wrong set-up hold the action. */
const PLAYERS = 5;

const MAX_REASON_LENGTH = 300;

/** Holds what is wrongly set up, so that its calls wait and none is spent on it: one hold, for a person to look at. */
export class HoldTripper {
  readonly #holds: HoldReader;
  /** The players whose last answers were of that kind, by brand and action. */
  readonly #streaks = new Map<string, Set<string>>();

  constructor(holds: HoldReader) {
    this.#holds = holds;
  }

  /** Looks at what an attempt came to. Never rejects: a call that trips no hold waits all the same, and tries again. */
  async after(call: PreparedCall, report: AttemptReport): Promise<void> {
    if (report.class === 'held') {
      await this.#trip(call, { scope: 'destination', name: call.destination }, report.reason);
    } else if (this.#endsStreak(call, report)) {
      const reason = `the last ${PLAYERS} players in a row: ${report.reason}`;
      await this.#trip(call, { scope: 'action', name: call.action }, reason);
    }
  }

  /** Counts a streak; true when it is long enough, and it begins anew. */
  #endsStreak({ brand, action, playerId }: PreparedCall, { class: came }: AttemptReport): boolean {
    const key = `${brand}:${action}`;
    if (came === 'delivered' || came === 'refused') this.#streaks.delete(key);
    if (came !== 'parked') return false;
    const players = (this.#streaks.get(key) ?? new Set()).add(playerId);
    if (players.size < PLAYERS) this.#streaks.set(key, players);
    else this.#streaks.delete(key);
    return players.size >= PLAYERS;
  }

  async #trip(
    { brand, callKey, action }: PreparedCall,
    about: Pick<Hold, 'scope' | 'name'>,
    why: string,
  ): Promise<void> {
    const { log, metricMeter } = Context.current();
    const id = holdId(about, WAYPOST);
    const reason = `${action} ${callKey}: ${why}`.slice(0, MAX_REASON_LENGTH);
    const outcome = await this.#holds
      .trip(brand, { id, ...about, reason, by: WAYPOST, since: new Date().toISOString() })
      .then(() => 'set')
      .catch((error: unknown) => {
        log.error('a hold could not be set: its calls wait, and try it again', { brand, hold: id, err: error });
        return 'failed';
      });
    metricMeter.createCounter('waypost_automatic_holds').add(1, { brand, hold: id, outcome });
  }
}
