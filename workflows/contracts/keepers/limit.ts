import type { Money } from '../money.js';

/** One limit that a call must reserve, for one of its scopes: a player, a campaign, a rule or the brand. */
export interface LimitClaim {
  /** The limit, in words that name it: `credit-referrer per player`. */
  readonly name: string;
  /** The workflow that keeps it: `brand:~limit:…`. */
  readonly keeper: string;
  /** The rolling window in milliseconds; `null` for ever. */
  readonly window: number | null;
  /** The most calls; `null` for any number. */
  readonly count: number | null;
  /** The most money in all; `null` for any amount. */
  readonly money: Money | null;
}

/** The answer to a call that reserves its limits. */
export type LimitAnswer =
  { readonly kind: 'reserved' } | { readonly kind: 'suppressed'; readonly by: string; readonly reason: string };

/** The reservation of a call whose outcome is not known yet. */
export interface OpenReservation {
  readonly callKey: string;
  readonly value: Money | null;
  /** When it was asked for, in milliseconds of the server's clock: of two messages about a call, the later one counts. */
  readonly asked: number;
}

/** A call that asks for its place under a limit. */
export interface LimitReservation extends OpenReservation {
  readonly claim: LimitClaim;
}

/** Why a reservation is not made. The reason names the limit. */
export interface LimitRefusal {
  /**
   * `full`: the limit leaves no place for the call. `misused`: the call can't be counted, ever: it has another currency,
   * or no amount. `busy`: too many reservations are open for now. `outdated`: it was asked too long
   * ago, or the reservation was given back since.
   */
  readonly kind: 'full' | 'misused' | 'busy' | 'outdated';
  readonly reason: string;
}

/** The answer of a limit's keeper to a reservation. */
export type ReservationAnswer = { readonly kind: 'reserved' } | LimitRefusal;

/** The end of a reservation: the call counts, or its place is free again. */
export interface LimitSettlement extends OpenReservation {
  readonly counts: boolean;
}

/** A number of calls and their money, by currency in decimal digits. */
export interface Tally {
  readonly count: number;
  readonly amounts: Readonly<Record<string, string>>;
}

/** Calls that were settled within a short time, as one sum. Times in milliseconds. */
export interface LimitSum extends Tally {
  /** When the first of them was settled, and the last. */
  readonly from: number;
  readonly at: number;
}

/** The state of a limit's keeper. Also its input, so that it can continue as new. */
export interface LimitState {
  readonly window: number | null;
  /** The reservations that wait for their calls' outcomes, oldest first. */
  readonly open: readonly OpenReservation[];
  /** The sums that count, oldest first. */
  readonly sums: readonly LimitSum[];
  /** The last calls to be settled: `null` for one that counts, else when it was given back. */
  readonly settled: readonly (readonly [callKey: string, givenBack: number | null])[];
}

/** The state of a new keeper. */
export function emptyLimit({ window }: LimitClaim): LimitState {
  return { window, open: [], sums: [], settled: [] };
}
