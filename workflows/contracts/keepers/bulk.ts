import type { Resolution } from '../calls/call.js';
import type { RedoOrder } from '../calls/redo.js';

/** Which parked calls of a brand: all that is named must fit. */
export interface ParkedFilter {
  readonly destination?: string;
  readonly action?: string;
  /** The beginning of the reason. */
  readonly reason?: string;
  /** The journey of the run; `~rule:` and the name of a rule, `~call:` and the action of a call that lives on its own. */
  readonly journey?: string;
  /** Parked at this instant or later, and before that one (ISO 8601). */
  readonly since?: string;
  readonly until?: string;
}

/** One decision about every call that fits. `id` is the caller's own, so that a repeat is the same order. */
export interface BulkOrder extends Pick<Resolution, 'decision' | 'moneyMoved' | 'acknowledge' | 'note' | 'by'> {
  readonly brand: string;
  readonly id: string;
  readonly filter: ParkedFilter;
  /** The number of calls resolved per second. */
  readonly perSecond: number;
}

/** The orders that the workflow `bulk` carries out. */
export type AnyBulkOrder = BulkOrder | RedoOrder;

/** A call to be resolved: the workflow id of its run, and when it was parked (ISO 8601). To be done again: when it ended. */
export interface BulkCall {
  readonly run: string;
  readonly callKey: string;
  readonly since: string;
  /** Temporal's id of its run; without it, the latest of that workflow id is meant. */
  readonly execution?: string;
}

/** One page of what an order is about. */
export interface BulkPage {
  readonly calls: readonly BulkCall[];
  /** Begins the next page; `null` on the last. */
  readonly next: string | null;
}

/**
 * The result for one call. `done`: resolved by this order, at this instant (ISO 8601). `gone`: it was resolved meanwhile
 * by somebody else, or by its hold's release. `failed`: its run refuses the decision. `unanswered`: no worker has
 * answered for its run.
 */
export type BulkAnswer =
  | { readonly kind: 'done'; readonly at: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed' | 'unanswered'; readonly reason: string };

/** A call that an order could not resolve: it is parked as before. */
export interface BulkFailure extends Pick<BulkCall, 'run' | 'callKey'> {
  readonly reason: string;
}

/** The progress of an order. */
export interface BulkProgress {
  /** The sum of the others: it grows while pages are read. */
  readonly found: number;
  readonly done: number;
  /** Resolved meanwhile by somebody else, or by the release of a hold. */
  readonly gone: number;
  readonly failed: number;
  /** The first 20 that failed. */
  readonly failures: readonly BulkFailure[];
  /** When it ended (ISO 8601); `null` before. */
  readonly finished: string | null;
  /** Why it ended before all that fits was dealt with; `null` unless it did. */
  readonly stopped: string | null;
}

/** The memo of an order. It is read without a worker. */
export interface BulkMemo {
  readonly order: AnyBulkOrder;
  readonly progress: BulkProgress;
}

/** One reading of all pages. What an earlier one has dealt with may still be listed, and is not counted again. */
export interface BulkPass {
  readonly number: number;
  /** ISO 8601, by the clock of Temporal. */
  readonly began: string;
  readonly done: number;
  readonly unanswered: readonly BulkFailure[];
}

/** The state of an order's run. Also its input, so that it can continue as new. */
export interface BulkState extends BulkMemo {
  /** Calls parked later are not meant (ISO 8601); `null` before the first run has begun. */
  readonly at: string | null;
  readonly cursor: string | null;
  readonly pass: BulkPass | null;
  /** The keys of the calls that failed. */
  readonly refused: readonly string[];
}

/** The progress of a new order. */
export const NO_PROGRESS: BulkProgress = {
  ...{ found: 0, done: 0, gone: 0, failed: 0, failures: [] },
  ...{ finished: null, stopped: null },
};
