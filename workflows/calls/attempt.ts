import { isCancellation, TemporalFailure, workflowInfo } from '@temporalio/workflow';
import { sendCallback } from '../activities.js';
import type { CallProgress } from '../contracts/calls/call-run.js';
import type { AttemptReport, PreparedCall } from '../contracts/calls/call.js';
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
  const report = await reported(open, call, progress, expires);
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

async function reported(
  open: OpenCall,
  call: PreparedCall,
  { confirmed, last, maybeSent, since }: CallProgress,
  expires: number,
): Promise<AttemptReport> {
  const at = now();
  // From the last report, as in the history: a reset run must not take the attempt for its own.
  const run = last?.run;
  try {
    const { originalExecutionRunId: originalRunId } = workflowInfo();
    const confirmedIn = confirmed ? (run ?? null) : null;
    const expiry = maybeSent || expires === Infinity ? {} : { expiresAt: expires };
    const order = { call, attempt: open.attempts + 1, originalRunId, confirmedIn, since, ...expiry };
    if (last === null && call.direct) {
      const report = await sendCallback(order, JOURNEYS_QUEUE);
      if (!report.noRoom) return report;
    }
    return await sendCallback(order, call.queue);
  } catch (error) {
    // Cancelled before a worker took it: surely unsent. One that a worker has taken reports, or times out.
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    const took = Date.now() - Date.parse(at);
    const reason = `no report came back: ${rootCause(error)}`;
    const lost = { status: null, answer: null, retryAfter: null, at, took, ...(run === undefined ? {} : { run }) };
    return { class: 'unknown', reason, ...lost };
  }
}
