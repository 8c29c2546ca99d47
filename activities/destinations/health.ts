import { Context } from '@temporalio/activity';
import type { DestinationReport, LastAnswer } from '../../workflows/contracts/keepers/destination.js';
import type { DestinationReporter } from '../../workflows/contracts/ports.js';
import type { Breakers, Health } from './breaker.js';

/**
 * Time after which an unchanged state is reported again: one for destinations in trouble, one for healthy ones with
 * traffic. Milliseconds.
 */
const AGAIN_EACH = 60_000;
const WELL_EACH = 5 * 60_000;

/** Delay of a report, so that quick changes become one report. Milliseconds. */
const AT_ONCE = 500;
const SOON = 15_000;

/** Delay of the second report after a change, which includes the calls that wait by then. Milliseconds. */
const AFTERWARDS = 5_000;

/** The result of one request to a destination. */
export interface Came {
  readonly health: Health;
  /** A class of attempts, or `question-answered`, `question-unanswered`, `question-held` for a lookup. */
  readonly outcome: string;
  readonly status: number | null;
}

/** Shows the state of a brand's destination as a number. */
export type ShowDestination = (brand: string, destination: string, level: number) => void;

const LEVEL = { well: 0, failing: 1, down: 2 } as const;

interface Known {
  readonly recent: Recent;
  readonly line: WaitingLine;
  lastAnswer: LastAnswer | null;
  reportedAt: number;
  /** True if it was down and answers, and Temporal does not know yet. */
  answersAgain: boolean;
}

/**
 * Tracks the health of each destination in one worker process. Logs changes and reports them to Temporal. Repeats the
 * report once a minute for a destination in trouble, and every five minutes for a healthy one with traffic. Never
 * reports a single call.
 */
export class DestinationsHealth {
  readonly #known = new Map<string, Map<string, Known>>();
  readonly #timers = new Map<string, { readonly timer: NodeJS.Timeout; readonly due: number }>();

  constructor(
    private readonly breakers: Breakers,
    private readonly reporter: DestinationReporter,
    /** Shows a state in the process's metrics: 0 well, 1 failing, 2 down. */
    private readonly show: ShowDestination,
  ) {}

  /** Records the result of a request, also for the breaker. */
  record(brand: string, destination: string, { health, outcome, status }: Came): void {
    const known = this.#of(brand, destination);
    const breaker = this.breakers.of(brand, destination);
    const before = breaker.condition.state;
    breaker.record(health);
    const { state } = breaker.condition;
    known.recent.add(outcome);
    if (status !== null) known.lastAnswer = { at: new Date().toISOString(), status };
    if (state !== before || known.reportedAt === 0) this.show(brand, destination, LEVEL[state]);
    // A refusal changes no state, and whoever sees the hold wants to see its answer.
    if (outcome === 'held' || outcome === 'question-held') {
      known.reportedAt = 0;
      this.#reportIn(brand, AT_ONCE);
    }
    if (state !== before) {
      const turned = state === 'down' || before === 'down';
      if (turned) {
        logTurn(brand, destination, state === 'down');
        known.answersAgain = state !== 'down';
      }
      this.#reportIn(brand, turned ? AT_ONCE : SOON);
    } else if (Date.now() - known.reportedAt > WELL_EACH) this.#reportIn(brand, SOON);
  }

  /**
   * Records that a call or lookup waits since `since` (epoch milliseconds) and returns in `comesBackIn` milliseconds.
   */
  waits(brand: string, destination: string, key: string, since: number, comesBackIn: number): void {
    this.#of(brand, destination).line.add(key, since, comesBackIn);
  }

  /** Records that it waits no longer. */
  goesOn(brand: string, destination: string, key: string): void {
    this.#of(brand, destination).line.remove(key);
  }

  #of(brand: string, destination: string): Known {
    const ofBrand = this.#known.get(brand) ?? new Map<string, Known>();
    this.#known.set(brand, ofBrand);
    const known = ofBrand.get(destination) ?? {
      recent: new Recent(),
      line: new WaitingLine(),
      lastAnswer: null,
      reportedAt: 0,
      answersAgain: false,
    };
    ofBrand.set(destination, known);
    return known;
  }

  #reportIn(brand: string, delay: number): void {
    const due = Date.now() + delay;
    const waiting = this.#timers.get(brand);
    if (waiting && waiting.due <= due) return;
    clearTimeout(waiting?.timer);
    const timer = setTimeout(() => void this.#report(brand), delay).unref();
    this.#timers.set(brand, { timer, due });
  }

  async #report(brand: string): Promise<void> {
    this.#timers.delete(brand);
    const now = Date.now();
    const all = [...(this.#known.get(brand) ?? [])];
    const changed = all.filter(([name, { reportedAt }]) => {
      const { state, since } = this.breakers.of(brand, name).condition;
      return state !== 'well' || since >= reportedAt || now - reportedAt > WELL_EACH;
    });
    const answering = changed.filter(([, known]) => known.answersAgain);
    for (const [, known] of changed) known.reportedAt = now;
    for (const [, known] of answering) known.answersAgain = false;
    const failed = await this.reporter
      .report(
        brand,
        changed.map(([name, known]) => this.#reportOf(brand, name, known)),
        answering.map(([name]) => name),
      )
      .then(() => false)
      .catch(() => true);
    if (failed) {
      for (const [, known] of changed) known.reportedAt = 0;
      for (const [, known] of answering) known.answersAgain = true;
    }
    const ill = all.map(([name]) => this.breakers.of(brand, name).condition).filter(({ state }) => state !== 'well');
    const isNew = ill.some(({ state, since }) => state === 'down' && now - since < AFTERWARDS);
    if (failed) this.#reportIn(brand, SOON);
    else if (ill.length > 0) this.#reportIn(brand, isNew ? AFTERWARDS : AGAIN_EACH);
  }

  #reportOf(brand: string, destination: string, { recent, line, lastAnswer }: Known): DestinationReport {
    const { state, since } = this.breakers.of(brand, destination).condition;
    const oldest = line.oldest();
    return {
      destination,
      process: this.reporter.process,
      state,
      since: new Date(since).toISOString(),
      at: new Date().toISOString(),
      lastAnswer,
      outcomes: recent.counts(),
      oldest: oldest === null ? null : new Date(oldest).toISOString(),
    };
  }
}

function logTurn(brand: string, destination: string, isDown: boolean): void {
  const { log } = Context.current();
  if (isDown) log.warn('the destination is down; probing it once a second', { brand, destination });
  else log.warn('the destination answers again', { brand, destination });
}
const MINUTE = 60_000;
const MINUTES = 5;

/** Counts results of the last five minutes, by minute. */
class Recent {
  readonly #minutes = new Map<number, Map<string, number>>();

  add(what: string, now = Date.now()): void {
    const minute = Math.floor(now / MINUTE);
    const counts = this.#minutes.get(minute) ?? new Map<string, number>();
    this.#minutes.set(minute, counts.set(what, (counts.get(what) ?? 0) + 1));
    this.#forget(minute);
  }

  counts(now = Date.now()): Record<string, number> {
    this.#forget(Math.floor(now / MINUTE));
    const sums: Record<string, number> = {};
    for (const counts of this.#minutes.values()) {
      for (const [what, count] of counts) sums[what] = (sums[what] ?? 0) + count;
    }
    return sums;
  }

  #forget(minute: number): void {
    for (const old of this.#minutes.keys()) {
      if (old <= minute - MINUTES) this.#minutes.delete(old);
    }
  }
}
/** A waiter that is overdue for this long waits in another process, or no longer. Milliseconds. */
const OVERDUE = 60_000;

const MAX = 10_000;

/** The calls and lookups of one destination that will return: rejected ones, and ones to be retried. */
class WaitingLine {
  readonly #waiting = new Map<string, { readonly since: number; readonly due: number }>();

  /** `since` is the time of the decision, in epoch milliseconds. */
  add(key: string, since: number, comesBackIn: number): void {
    if (this.#waiting.size >= MAX && !this.#waiting.has(key)) return;
    this.#waiting.set(key, { since, due: Date.now() + comesBackIn + OVERDUE });
  }

  remove(key: string): void {
    this.#waiting.delete(key);
  }

  /** Time since which the oldest waits; `null` if none does. */
  oldest(): number | null {
    const now = Date.now();
    let oldest: number | null = null;
    for (const [key, { since, due }] of this.#waiting) {
      if (due < now) this.#waiting.delete(key);
      else if (oldest === null || since < oldest) oldest = since;
    }
    return oldest;
  }
}
