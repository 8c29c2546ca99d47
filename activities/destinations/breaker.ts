import type { DestinationHealth } from '../../workflows/contracts/keepers/destination.js';

/** Failures in a row that open a breaker. */
const FAILURES = 5;

/** Time between two probes of a destination that is down, for each process. Milliseconds. */
const PROBE_EACH = 1_000;

/**
 * Spreads rejected calls 200 ms apart, so that a recovering destination is not flooded and other brands keep their
 * share.
 */
const LINE_STEP = 200;

/** Rejected calls return after this share of the outage's length, within a minimum and a maximum in milliseconds. */
const SHARE_OF_OUTAGE = 0.1;
const SOONEST = 1_000;
const LATEST = 10 * 60 * 1_000;

/** The state of a destination that one request shows. `unclear` says nothing about it. */
export type Health = 'up' | 'down' | 'unclear';

/** The caller: a call without an attempt yet, or one with attempts. */
export type Asker = 'fresh' | 'retry';

/** The answer of a breaker: send, or return after `comeBackIn` milliseconds. */
export type Admission = { readonly kind: 'go' } | { readonly kind: 'down'; readonly comeBackIn: number };

/** Clock and random source of a breaker. */
export interface Surroundings {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** An open breaker; times in milliseconds. */
interface Outage {
  readonly since: number;
  nextProbe: number;
  /** The kind of caller that got the last probe, and whether the other kind was rejected since. */
  lastProbe: Asker | null;
  otherIsWaiting: boolean;
  /** Time at which the last rejected call returns. */
  endOfLine: number;
}

/**
 * Keeps requests from a destination that is down. After five failures in a row it lets one probe through per second,
 * alternating between fresh calls and retries. The first answer closes it.
 */
export class Breaker {
  readonly #now: () => number;
  readonly #random: () => number;
  #failures = 0;
  /** Start of the current state: the first failure of the row, the opening, or the first answer. */
  #since: number;
  #outage: Outage | null = null;
  #openings = 0;

  constructor({ now, random }: Surroundings) {
    this.#now = now;
    this.#random = random;
    this.#since = now();
  }

  get isOpen(): boolean {
    return this.#outage !== null;
  }

  /** The number of times it has opened. */
  get openings(): number {
    return this.#openings;
  }

  /** The state of the destination and its start, in epoch milliseconds. */
  get condition(): { readonly state: DestinationHealth; readonly since: number } {
    const failing = this.#failures > 0 ? 'failing' : 'well';
    return { state: this.#outage === null ? failing : 'down', since: this.#since };
  }

  /** Decides about one request now. */
  admit(asker: Asker): Admission {
    const outage = this.#outage;
    if (outage === null) return { kind: 'go' };
    const now = this.#now();
    if (now >= this.#turnOf(asker, outage)) {
      outage.nextProbe = now + PROBE_EACH;
      outage.lastProbe = asker;
      outage.otherIsWaiting = false;
      return { kind: 'go' };
    }
    if (asker !== outage.lastProbe) outage.otherIsWaiting = true;
    return { kind: 'down', comeBackIn: this.#placeInLine(outage, now) };
  }

  /** Records the result of a request. */
  record(health: Health): void {
    if (health === 'unclear') return;
    if (health === 'up') {
      if (this.#failures > 0) this.#since = this.#now();
      this.#failures = 0;
      this.#outage = null;
      return;
    }
    this.#failures += 1;
    if (this.#failures === 1) this.#since = this.#now();
    if (this.#outage !== null || this.#failures < FAILURES) return;
    const now = this.#now();
    const probes = { nextProbe: now + PROBE_EACH, lastProbe: null, otherIsWaiting: false };
    this.#since = now;
    this.#openings += 1;
    this.#outage = { since: now, ...probes, endOfLine: now };
  }

  /** Returns the earliest time for this kind. If the other kind waits, the kind that had the last probe skips one. */
  #turnOf(asker: Asker, { nextProbe, lastProbe, otherIsWaiting }: Outage): number {
    return asker === lastProbe && otherIsWaiting ? nextProbe + PROBE_EACH : nextProbe;
  }

  #placeInLine(outage: Outage, now: number): number {
    outage.endOfLine = Math.max(outage.endOfLine, now) + LINE_STEP;
    const share = Math.min(LATEST, Math.max(SOONEST, (now - outage.since) * SHARE_OF_OUTAGE));
    return Math.round(Math.min(LATEST * 2, Math.max(outage.endOfLine - now, share * (0.5 + this.#random()))));
  }
}

/** The breakers of a process: one for each destination of each brand. */
export class Breakers {
  readonly #breakers = new Map<string, Breaker>();

  constructor(private readonly surroundings: Surroundings) {}

  of(brand: string, destination: string): Breaker {
    const key = `${brand}:${destination}`;
    const breaker = this.#breakers.get(key) ?? new Breaker(this.surroundings);
    this.#breakers.set(key, breaker);
    return breaker;
  }
}
