import type { AttemptReport } from '../workflows/contracts/call.js';

/** The report in place of one that may be missing: an earlier attempt of the call may have reached the other side. */
export function unreported(reason: string, began: number): AttemptReport {
  const at = new Date(began).toISOString();
  return { class: 'unknown', reason, status: null, answer: null, retryAfter: null, at, took: 0 };
}
