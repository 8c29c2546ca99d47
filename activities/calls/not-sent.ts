import type { AttemptReport } from '../../workflows/contracts/calls/call.js';
import type { Blocked } from '../../workflows/contracts/calls/recheck.js';

/** What else is known of an attempt that was not made. */
interface Unsent {
  /** When it began, in epoch milliseconds. */
  readonly began: number;
  /** What keeps it; without it, nothing that lasts. */
  readonly blocked?: Blocked;
  /** When it makes sense to try again, in milliseconds from now. */
  readonly retryAfter?: number;
}

/** The report of an attempt in which no request was made. */
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

/** The report in place of one that may be missing: an earlier attempt of the call may have reached the other side. */
export function unreported(reason: string, began: number): AttemptReport {
  const at = new Date(began).toISOString();
  return { class: 'unknown', reason, status: null, answer: null, retryAfter: null, at, took: 0 };
}
