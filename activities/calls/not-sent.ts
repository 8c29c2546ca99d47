import type { AttemptReport } from '../../workflows/contracts/calls/call.js';
import type { Blocked } from '../../workflows/contracts/calls/recheck.js';

/** Details of an attempt that was not made. */
interface Unsent {
  /** Start of the attempt, in epoch milliseconds. */
  readonly began: number;
  /** The obstacle; absent if it passes by itself. */
  readonly blocked?: Blocked;
  /** Earliest useful time for the next attempt, in milliseconds from now. */
  readonly retryAfter?: number;
}

/** Returns the report of an attempt that made no request. */
export function notSent(reason: string, { began, blocked, retryAfter = 0 }: Unsent): AttemptReport {
  return {
    class: 'not-sent',
    reason,
    status: null,
    answer: null,
    retryAfter: retryAfter === 0 ? null : retryAfter,
    ...(blocked === undefined ? {} : { blocked }),
    at: new Date(began).toISOString(),
    took: Date.now() - began,
  };
}

/** Returns the report for an earlier attempt without a report, which might have reached the destination. */
export function unreported(reason: string, began: number): AttemptReport {
  const at = new Date(began).toISOString();
  return { class: 'unknown', reason, status: null, answer: null, retryAfter: null, at, took: 0 };
}
