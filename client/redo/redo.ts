import type { Acknowledgement } from '../../workflows/contracts/calls/call.js';
import type { RedoFilter, RedoOrder, UndeliveredCall } from '../../workflows/contracts/calls/redo.js';
import type { OrderStatus } from '../attention/attention.js';

/** An order to redo one call of a brand. */
export interface RedoOneOrder {
  readonly brand: string;
  readonly callKey: string;
  /** The workflow id of the call's run; if absent, the run is searched. */
  readonly run?: string;
  readonly by: string;
  readonly reason: string;
  readonly acknowledge?: Acknowledgement;
  /** The caller's own id: a repeat gets the first answer. */
  readonly id?: string;
}

/** The new call; `started` is false if the same order started it before. */
export interface RedoResult {
  readonly callKey: string;
  readonly redoOf: string;
  readonly started: boolean;
  /** The workflow id of its run, and Temporal's run id. */
  readonly id: string;
  readonly run: string;
  /** The possible cost if the first call might have arrived; else `null`. */
  readonly warning: string | null;
}

/** An undelivered call in a plan. */
export interface PlannedCall extends Omit<UndeliveredCall, 'request'> {
  /** The workflow id of its run. */
  readonly run: string;
}

/** The effect that an order by filter would have. */
export interface RedoPlan {
  /** Token that the order must name. It proves that someone looked at this plan. */
  readonly plan: string;
  /** Calls that ended later are excluded (ISO 8601). */
  readonly at: string;
  /** Number of calls that would be redone, including those that might have arrived. */
  readonly count: number;
  /** Number of them that might have arrived. They are left out unless acknowledged. */
  readonly maybeSent: number;
  /** Money of all these calls, by currency in decimal digits. */
  readonly money: Readonly<Record<string, string>>;
  /** Number of money calls whose amount is unknown. */
  readonly unknownAmounts: number;
  /** Number of fitting calls that can't be redone: they ended too long ago, or their request is not kept. */
  readonly impossible: number;
  /** Number of fitting calls that were redone before. */
  readonly redone: number;
  /** The first ten calls that would be redone. */
  readonly sample: readonly PlannedCall[];
  /** True if every run was read. If not, there are more calls. */
  readonly complete: boolean;
  /** Number of runs that could not be read: no worker answers for them, or their encryption key is missing. */
  readonly unread: number;
}

/** The status of an order to redo calls by filter. */
export type RedoStatus = OrderStatus<RedoOrder>;

/** Redoes undelivered calls, each as a new call under a new key. Throws the errors of `errors.ts`. */
export interface Redo {
  /** Redoes one call. @throws NothingKnown, CallNotRedoable, OrderRefused, NoWorkerAnswered */
  one(order: RedoOneOrder): Promise<RedoResult>;
  /** Plans an order by filter. Changes nothing. */
  plan(brand: string, filter: RedoFilter): Promise<RedoPlan>;
  /** Orders the redo of every call that fits. A workflow carries it out. @throws OrderRefused without its plan */
  all(order: RedoOrder, plan: string): Promise<RedoStatus>;
  /** Returns the progress of such an order; needs no worker. @throws NothingKnown */
  progress(brand: string, id: string): Promise<RedoStatus>;
}
