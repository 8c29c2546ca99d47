import type { DestinationHealth } from '../../workflows/contracts/keepers/destination.js';

/** So many failures in a row open a breaker. */
const FAILURES = 5;

/** A destination that is down gets one probe in this time, of each process. Milliseconds. */
const PROBE_EACH = 1_000;

/**
 * Calls that are turned away come back one after the other, so long apart: so many, and no crowd, find it up again, and
 * their coming back is no load to speak of for other brands.
 */
const LINE_STEP = 200;

/** They come back after this part of the time that it has been down, but at least and at most so late. Milliseconds. */
const SHARE_OF_OUTAGE = 0.1;
const SOONEST = 1_000;
const LATEST = 10 * 60 * 1_000;

/** What a request found out about a destination. `unclear`: it says nothing about whether it is up. */
export type Health = 'up' | 'down' | 'unclear';

/** Who asks to send: a call that has not been tried yet, or one that has. */
export type Asker = 'fresh' | 'retry';

/** Whether a request may go out; or when to come back, in milliseconds. */
export type Admission = { readonly kind: 'go' } | { readonly kind: 'down'; readonly comeBackIn: number };

/** Where a breaker takes time and chance from. */
export interface Surroundings {
  /** Milliseconds. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** An open breaker; times in milliseconds. */
interface Outage {
  readonly since: number;
  nextProbe: number;
  /** Who had the last probe, and whether the other kind has been turned away since. */
  lastProbe: Asker | null;
  otherIsWaiting: boolean;
  /** When the last of those who were turned away comes back. */
  endOfLine: number;
}

/**
 * Keeps requests from a destination that is down. After five failures in a row it lets one probe through in a second,
 * by turns of calls that are fresh and calls that were tried before; the first answer lets all through again.
 */
export class Breaker {
  readonly #now: () => number;
  readonly #random: () => number;
  #failures = 0;
  /** Since when it is as it is: the first failure of the row, the opening, the first answer. */
  #since: number;
  #outage: Outage | null = null;

  constructor({ now, random }: Surroundings) {
    this.#now = now;
    this.#random = random;
    this.#since = now();
  }

  get isOpen(): boolean {
    return this.#outage !== null;
  }

  /** How the destination does, and since when (milliseconds). */
  get condition(): { readonly state: DestinationHealth; readonly since: number } {
    const failing = this.#failures > 0 ? 'failing' : 'well';
    return { state: this.#outage === null ? failing : 'down', since: this.#since };
  }

  /** Whether one request may go out now. */
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

  /** What a request found out. */
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
    this.#outage = { since: now, ...probes, endOfLine: now };
  }

  /** While the other kind waits, one that has just had its probe leaves the next one to it. */
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
