import type {
  LimitRefusal,
  LimitReservation,
  LimitSettlement,
  LimitState,
  LimitSum,
  OpenReservation,
  ReservationAnswer,
  Tally,
} from '../contracts/keepers/limit.js';
import { limitFault } from './limit-refusal.js';
import { minus, NOTHING, plus, usageOf } from './usage.js';

/** With these a keeper's state stays under a megabyte: Temporal takes two. */
export const MAX_OPEN = 4_000;
export const MAX_SETTLED = 4_000;
/** The number of sums that a window's calls are kept as, give or take one: for a day, a minute each. */
const SUMS_PER_WINDOW = 1_440;
/** The time for which an idle keeper remembers, and the greatest age of an arriving reservation. Milliseconds. */
export const MEMORY = 60 * 60 * 1000;

/**
 * The state of a limit's keeper, and its counting. A reservation counts from the moment it is made, as long as it is open;
 * a call that was settled as one that counts does so for the window, from its settlement on. So no window of that length
 * ever sees more than the limit. Times in milliseconds; `now` never goes back.
 */
export class LimitBook {
  readonly #open: Map<string, OpenReservation>;
  readonly #settled: Map<string, number | null>;
  readonly #sums: LimitSum[];
  #window: number | null;
  /** All that is open or in a sum. */
  #total: Tally;
  #touched: number;

  constructor(state: LimitState, now: number) {
    this.#window = state.window;
    this.#open = new Map(state.open.map((one) => [one.callKey, one]));
    this.#settled = new Map(state.settled);
    this.#sums = [...state.sums];
    this.#total = [...state.open.map(({ value }) => usageOf(value)), ...state.sums].reduce<Tally>(plus, NOTHING);
    this.#touched = now;
  }

  /** All that the book knows, for the next run. */
  get state(): LimitState {
    return {
      window: this.#window,
      open: [...this.#open.values()],
      sums: this.#sums,
      settled: [...this.#settled],
    };
  }

  /** Describes what counts, in a sentence for people. */
  describe(now: number): string {
    const { count, amounts } = this.#used(this.#window, now);
    const money = Object.entries(amounts).map(([currency, amount]) => `${amount} ${currency}`);
    const counted = [`calls: ${count}`, ...money].join(', ');
    return `${counted}; without an outcome yet: ${this.#open.size}. As of ${new Date(now).toISOString()}.`;
  }

  /** Makes a reservation, unless it is refused; one that is open or counts already stays as it is. */
  reserve(reservation: LimitReservation, now: number): ReservationAnswer {
    this.#touched = now;
    const { claim, callKey, value, asked } = reservation;
    const open = this.#open.get(callKey);
    if (open) this.#open.set(callKey, { ...open, asked: Math.max(open.asked, asked) });
    if (open || this.#settled.get(callKey) === null) return { kind: 'reserved' };
    const refusal = this.#refusal(reservation, now);
    if (refusal !== null) return refusal;
    this.#window = claim.window;
    this.#forgetOld(now);
    this.#settled.delete(callKey);
    this.#open.set(callKey, { callKey, value, asked });
    this.#total = plus(this.#total, usageOf(value));
    return { kind: 'reserved' };
  }

  /** Ends a reservation. A call that counts does so once, also one that was not reserved: its effect has happened. */
  settle(settlement: LimitSettlement, now: number): void {
    this.#touched = now;
    this.#forgetOld(now);
    if (this.#settled.get(settlement.callKey) === null) return;
    if (settlement.counts) this.#count(settlement, now);
    else this.#giveBack(settlement);
  }

  /** From when on the book is not needed any more, if nothing happens until then; `null` for never. */
  closesAt(): number | null {
    const last = this.#sums.at(-1);
    if (this.#open.size > 0 || (last && this.#window === null)) return null;
    return Math.max(this.#touched + MEMORY, last ? last.at + (this.#window ?? 0) : 0);
  }

  #refusal(reservation: LimitReservation, now: number): LimitRefusal | null {
    const { claim, callKey, asked } = reservation;
    if (asked < now - MEMORY || asked <= (this.#settled.get(callKey) ?? -Infinity)) {
      return { kind: 'outdated', reason: `the limit "${claim.name}" has heard of the call since it was asked` };
    }
    const fault = limitFault(reservation, this.#used(claim.window, now), this.#open.size);
    if (fault !== null || this.#open.size < MAX_OPEN) return fault;
    const reason = `the limit "${claim.name}" has ${MAX_OPEN} calls without an outcome, and takes no more for now`;
    return { kind: 'busy', reason };
  }

  #count({ callKey, value }: LimitSettlement, now: number): void {
    const open = this.#open.get(callKey);
    const tally = usageOf(open ? open.value : value);
    if (!open) this.#total = plus(this.#total, tally);
    this.#open.delete(callKey);
    this.#remember(callKey, null);
    const last = this.#sums.at(-1);
    const width = this.#window === null ? Infinity : this.#window / SUMS_PER_WINDOW;
    if (last && now - last.from < width) this.#sums[this.#sums.length - 1] = { ...last, ...plus(last, tally), at: now };
    else this.#sums.push({ ...tally, from: now, at: now });
  }

  #giveBack({ callKey, asked }: LimitSettlement): void {
    const open = this.#open.get(callKey);
    if (open && open.asked > asked) return; // asked for again since
    if (open) this.#total = minus(this.#total, usageOf(open.value));
    this.#open.delete(callKey);
    this.#remember(callKey, Math.max(asked, this.#settled.get(callKey) ?? 0));
  }

  #remember(callKey: string, givenBack: number | null): void {
    this.#settled.delete(callKey); // it becomes the last
    this.#settled.set(callKey, givenBack);
    for (const oldest of this.#settled.keys()) {
      if (this.#settled.size <= MAX_SETTLED) return;
      this.#settled.delete(oldest);
    }
  }

  #forgetOld(now: number): void {
    const old = this.#sums.splice(0, this.#firstWithin(this.#window, now));
    this.#total = old.reduce<Tally>(minus, this.#total);
  }

  #used(window: number | null, now: number): Tally {
    const old = this.#sums.slice(0, this.#firstWithin(window, now));
    return old.reduce<Tally>(minus, this.#total);
  }

  #firstWithin(window: number | null, now: number): number {
    if (window === null) return 0;
    const first = this.#sums.findIndex(({ at }) => at > now - window);
    return first === -1 ? this.#sums.length : first;
  }
}
