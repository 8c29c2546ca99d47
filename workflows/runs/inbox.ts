import { jsonBytes } from '../bounded.js';
import { shortHash } from '../contracts/calls/call-key.js';
import type { ReceivedEvent } from '../contracts/runs/event.js';

/** The number of events that a run takes before it is full. */
export const MAX_EVENTS = 5_000;
const MAX_UNCONSUMED_PER_TYPE = 100;
const MAX_UNCONSUMED_BYTES = 128 * 1024;

/** True for an event that ends the wait. */
export type Matches = (event: ReceivedEvent) => boolean;

/** One `waitFor` that has not ended. */
export interface Wait {
  readonly types: readonly string[];
  readonly matches: Matches;
  /** The deadline, in milliseconds since 1970. */
  readonly until: number;
  readonly settle: (event: ReceivedEvent) => void;
}

/**
 * The events of a run: which it has seen, which no wait has consumed yet, and the waits in order of registration.
 * An event goes to the first wait whose type and condition match; an unmatched one stays for later waits.
 */
export class Inbox {
  readonly #seen: Set<string>;
  readonly #waits: Wait[] = [];
  #unconsumed: ReceivedEvent[];
  #bytes = 0;

  constructor(
    seen: readonly string[],
    unconsumed: readonly ReceivedEvent[],
    private readonly report: {
      /** The condition of a wait threw: the event counts as unmatched. */
      conditionFailed(event: ReceivedEvent, error: unknown): void;
      /** No wait took the event, and there is no more room for it. */
      dropped(event: ReceivedEvent): void;
    },
  ) {
    this.#seen = new Set(seen);
    this.#unconsumed = [...unconsumed];
    this.#bytes = unconsumed.reduce((sum, event) => sum + jsonBytes(event), 0);
  }

  get seen(): string[] {
    return [...this.#seen];
  }

  get unconsumed(): readonly ReceivedEvent[] {
    return this.#unconsumed;
  }

  /** Remembers an event's id; false when it was known. */
  isNew(eventId: string): boolean {
    const hash = shortHash(eventId);
    if (this.#seen.has(hash)) return false;
    this.#seen.add(hash);
    if (this.#seen.size > MAX_EVENTS) {
      for (const oldest of this.#seen) {
        this.#seen.delete(oldest);
        break;
      }
    }
    return true;
  }

  /** Gives an event to the first wait that it matches, else keeps it. `now` in milliseconds since 1970. */
  offer(event: ReceivedEvent, now: number): void {
    const wait = this.#waits.find((candidate) => inTime(event, candidate, now) && this.#matches(candidate, event));
    if (wait) {
      this.withdraw(wait);
      wait.settle(event);
    } else {
      this.keep(event);
    }
  }

  /** Keeps an event for later waits, dropping the oldest where there is no room. */
  keep(event: ReceivedEvent): void {
    this.#unconsumed.push(event);
    this.#bytes += jsonBytes(event);
    const ofType = this.#unconsumed.filter((kept) => kept.type === event.type);
    if (ofType.length > MAX_UNCONSUMED_PER_TYPE) this.#drop(ofType[0]);
    while (this.#bytes > MAX_UNCONSUMED_BYTES) this.#drop(this.#unconsumed[0]);
  }

  /** The oldest unconsumed event that a wait would take; it is consumed by this. */
  take(wait: Pick<Wait, 'types' | 'matches'>): ReceivedEvent | undefined {
    const event = this.#unconsumed.find((candidate) => this.#matches(wait, candidate));
    if (event) this.#remove(event);
    return event;
  }

  /** Forgets the events that no wait has consumed; their ids stay known. */
  forget(): void {
    this.#unconsumed = [];
    this.#bytes = 0;
  }

  register(wait: Wait): void {
    this.#waits.push(wait);
  }

  withdraw(wait: Wait): void {
    const place = this.#waits.indexOf(wait);
    if (place >= 0) this.#waits.splice(place, 1);
  }

  #matches(wait: Pick<Wait, 'types' | 'matches'>, event: ReceivedEvent): boolean {
    if (!wait.types.includes(event.type)) return false;
    try {
      return wait.matches(event);
    } catch (error) {
      this.report.conditionFailed(event, error);
      return false;
    }
  }

  #drop(event: ReceivedEvent | undefined): void {
    if (!event) return;
    this.#remove(event);
    this.report.dropped(event);
  }

  #remove(event: ReceivedEvent): void {
    this.#unconsumed = this.#unconsumed.filter((kept) => kept !== event);
    this.#bytes -= jsonBytes(event);
  }
}

/**
 * A run that slept through both a deadline and an event is given the event first, whatever their order was.
 * Only then does it matter when the event was received.
 */
function inTime(event: ReceivedEvent, wait: Wait, now: number): boolean {
  return now < wait.until || Date.parse(event.receivedAt) <= wait.until;
}
