import { isCancellation, TemporalFailure, workflowInfo } from '@temporalio/workflow';
import { sendCallback } from '../activities.js';
import type { CallProgress } from '../contracts/calls/call-run.js';
import type { AttemptReport, PreparedCall, SendOrder } from '../contracts/calls/call.js';
import { JOURNEYS_QUEUE } from '../contracts/names.js';
import { rootCause } from '../runs/before-close.js';
import type { Run } from '../runs/run.js';
import { now } from '../time.js';
import type { OpenCall } from './open-calls.js';

/**
 * Makes one attempt, unless it begins after it `expires` (milliseconds since 1970), and keeps what has become known. What
 * is not known to have been unsent or answered is unknown.
 */
export async function attempt(
  open: OpenCall,
  call: PreparedCall,
  progress: CallProgress,
  expires: number,
): Promise<AttemptReport> {
  const at = now();
  let report: AttemptReport;
  try {
    const order = orderOf(open, call, progress, expires);
    const isDirect = call.direct === true && progress.last === null;
    report = await sendCallback(order, isDirect ? JOURNEYS_QUEUE : call.queue);
    if (report.noRoom) report = await sendCallback(order, call.queue);
  } catch (error) {
    report = lost(error, at, progress);
  }
  if (report.class !== 'not-sent') open.attempts += 1;
  progress.attempts = open.attempts;
  progress.maybeSent ||= report.class === 'unknown';
  open.maybeSent = progress.maybeSent;
  progress.last = report;
  return report;
}

/** Writes an attempt into the journal, with the time of the next one where there is one. */
export function journalAttempt(run: Run, open: OpenCall, report: AttemptReport): void {
  const number = report.class === 'not-sent' ? '' : ` attempt ${open.attempts}`;
  const next = open.nextAttemptAt ? `, next at ${open.nextAttemptAt}` : '';
  run.note('attempt', `${open.step}${number}: ${report.class}, ${report.reason}${next}`, {
    call: open.callKey,
    detail: { class: report.class, status: report.status, at: report.at, took: report.took, next: open.nextAttemptAt },
  });
}

function orderOf(
  { attempts }: OpenCall,
  call: PreparedCall,
  { confirmed, last, maybeSent, since }: CallProgress,
  expires: number,
): SendOrder {
  const { originalExecutionRunId: originalRunId } = workflowInfo();
  // From the last report, as in the history: a reset run must not take the attempt for its own.
  const confirmedIn = confirmed ? (last?.run ?? null) : null;
  const expiry = maybeSent || expires === Infinity ? {} : { expiresAt: expires };
  return { call, attempt: attempts + 1, originalRunId, confirmedIn, since, ...expiry };
}

/**
 * Returns the report of an attempt that left none. One that was cancelled before a worker took it was not sent: its error
 * passes through.
 */
function lost(error: unknown, at: string, { last }: CallProgress): AttemptReport {
  // One that a worker has taken reports, or times out.
  if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
  const took = Date.now() - Date.parse(at);
  const reason = `no report came back: ${rootCause(error)}`;
  const run = last?.run;
  const nothing = { status: null, answer: null, retryAfter: null, at, took, ...(run === undefined ? {} : { run }) };
  return { class: 'unknown', reason, ...nothing };
}
