import type { MAY_PAY_TWICE, RedoFilter, RedoOrder, UndeliveredCall } from '../../workflows/contracts/calls/redo.js';
import type { OrderStatus } from '../attention/attention.js';

/** An order to do one call of a brand again. */
export interface RedoOneOrder {
  readonly brand: string;
  readonly callKey: string;
  /** The workflow id of the run that the call is of; without it, the run is looked for. */
  readonly run?: string;
  readonly by: string;
  readonly reason: string;
  readonly acknowledge?: typeof MAY_PAY_TWICE;
  /** The caller's own: a repeat gets the first answer. */
  readonly id?: string;
}

/** The call that does another again; `started` is false where the same order has begun it before. */
export interface RedoResult {
  readonly callKey: string;
  readonly redoOf: string;
  readonly started: boolean;
  /** The workflow id of its run, and Temporal's id of that run. */
  readonly id: string;
  readonly run: string;
  /** What it may cost, where the call that it does again may have arrived; else `null`. */
  readonly warning: string | null;
}

/** An undelivered call, as a plan shows it. */
export interface PlannedCall extends Omit<UndeliveredCall, 'request'> {
  /** The workflow id of its run. */
  readonly run: string;
}

/** What an order by filter would do. */
export interface RedoPlan {
  /** Proof that the filter was looked at; the order names it. */
  readonly plan: string;
  /** Calls that end later are not meant (ISO 8601). */
  readonly at: string;
  /** The calls that would be done again, those that may have arrived among them. */
  readonly count: number;
  /** How many of them may have arrived: left out unless they are acknowledged. */
  readonly maybeSent: number;
  /** The money of all these, by currency in decimal digits. */
  readonly money: Readonly<Record<string, string>>;
  /** The calls of money whose amount is not known. */
  readonly unknownAmounts: number;
  /** The calls that fit and can't be done again: they ended too long ago, or what they were made of is not kept. */
  readonly impossible: number;
  /** The calls that fit and were done again before. */
  readonly redone: number;
  /** The first ten of those that would be done again. */
  readonly sample: readonly PlannedCall[];
  /** Whether every run was read: if not, there are more calls than these. */
  readonly complete: boolean;
  /** The runs that could not be read: no worker answers for them, or the key to them is missing. */
  readonly unread: number;
}

/** An order to do calls again by filter. */
export type RedoStatus = OrderStatus<RedoOrder>;

/** Does undelivered calls again, each as a new call under a new key. Raises the errors of `errors.ts`. */
export interface Redo {
  /** Does one call again. @throws NothingKnown, CallNotRedoable, OrderRefused, NoWorkerAnswered */
  one(order: RedoOneOrder): Promise<RedoResult>;
  /** What an order by filter would do. Changes nothing. */
  plan(brand: string, filter: RedoFilter): Promise<RedoPlan>;
  /** Orders that every call that fits is done again; Temporal carries it out. @throws OrderRefused without its plan */
  all(order: RedoOrder, plan: string): Promise<RedoStatus>;
  /** How far such an order has come; without a worker. @throws NothingKnown */
  progress(brand: string, id: string): Promise<RedoStatus>;
}
