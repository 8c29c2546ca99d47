import { isCancellation, sleep, TemporalFailure, workflowInfo } from '@temporalio/workflow';
import type { AttemptReport, CallOutcome, DeliveryMode, PreparedCall, Resolution } from '../contracts/call.js';
import type { JsonValue } from '../contracts/json.js';
import { sendCallback } from './activities.js';
import { now } from './clock.js';
import { park } from './park.js';
import { rootCause } from './root-cause.js';
import type { OpenCall, Run } from './run.js';

/** How a call ended, and what the other side answered. */
export interface Settled {
  readonly outcome: CallOutcome;
  readonly reason: string;
  readonly answer: JsonValue;
}

/** A call that its patience or an answer left undelivered; `abandon` says that nobody needs to be asked. */
interface Undelivered {
  readonly reason: string;
  readonly abandon: boolean;
}

/** What has become known over the attempts of a call. */
interface Progress {
  /** An attempt may have reached the other side. */
  maybeSent: boolean;
  /** A person has said `retry`. */
  confirmed: boolean;
}

/**
 * Sends a prepared call until it is settled: attempt by attempt, each journalled, with back-off between them, within
 * its patience; then a person is asked. An exit cuts it off: `abandoned: exited` where surely nothing was sent, else
 * a person is asked.
 * @throws CancelledFailure when an exit cut the call off unsent; the call is settled then.
 */
export async function deliver(run: Run, open: OpenCall, call: PreparedCall): Promise<Settled> {
  const progress = { maybeSent: false, confirmed: false };
  for (;;) {
    let end: Settled | Undelivered;
    try {
      end = await attemptWithinPatience(run, open, call, progress);
    } catch (error) {
      if (!isCancellation(error) || !progress.maybeSent) throw error;
      end = { reason: 'the run exits, and an attempt may have arrived', abandon: false };
    }
    if ('outcome' in end) return end;
    if (end.abandon) return { outcome: 'abandoned', reason: end.reason, answer: null };
    const resolution = await park(run, open, { reason: end.reason, maybeSent: progress.maybeSent, call });
    if (resolution.decision !== 'retry') return settledByPerson(resolution);
    progress.confirmed = true;
  }
}

/** What a person's word makes of a call that is not sent again. */
export function settledByPerson(resolution: Resolution): Settled {
  const by = `by ${resolution.by}`;
  if (resolution.decision === 'delivered') {
    return { outcome: 'delivered', reason: `found delivered ${by}`, answer: resolution.reference ?? null };
  }
  const moved = resolution.moneyMoved === undefined ? '' : `, money moved: ${resolution.moneyMoved}`;
  return { outcome: 'abandoned', reason: `skipped ${by}${moved}`, answer: null };
}

async function attemptWithinPatience(
  run: Run,
  open: OpenCall,
  call: PreparedCall,
  progress: Progress,
): Promise<Settled | Undelivered> {
  const patienceEnds = Date.now() + call.patience;
  let last: AttemptReport | null = null;
  for (let round = 0; ; round++) {
    const paused = await run.resumed();
    // Patience runs on in a pause: what has outlasted it there is not sent once more.
    if (paused && last && Date.now() >= patienceEnds) return undelivered(call, progress, last);
    const report = await attempt(open, call, progress);
    last = report;
    progress.maybeSent ||= report.class === 'unknown';
    const end = settledBy(report, call.mode);
    if (end) {
      journalAttempt(run, open, report);
      return end;
    }
    if (Date.now() >= patienceEnds) {
      journalAttempt(run, open, report);
      return undelivered(call, progress, report);
    }
    // A `Retry-After` of nothing, again and again, must not become a hot loop.
    const delay = Math.max(report.retryAfter ?? 0, backOff(call, round));
    await backOffFor(run, open, report, Math.min(delay, patienceEnds - Date.now()));
  }
}

function undelivered(call: PreparedCall, progress: Progress, last: AttemptReport): Undelivered {
  const mayEnd = call.effect !== 'money' && call.whenPatienceEnds === 'abandon' && !progress.maybeSent;
  return { reason: `patience ended: ${last.reason}`, abandon: mayEnd };
}

/** One attempt. What is not known to have been unsent or answered is unknown. */
async function attempt(open: OpenCall, call: PreparedCall, { confirmed }: Progress): Promise<AttemptReport> {
  const at = now();
  try {
    const { originalExecutionRunId: originalRunId } = workflowInfo();
    const report = await sendCallback({ call, attempt: open.attempts + 1, originalRunId, confirmed });
    if (report.class !== 'not-sent') open.attempts += 1;
    return report;
  } catch (error) {
    // Cancelled before a worker took it: surely unsent. One that a worker has taken reports, or times out.
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    open.attempts += 1;
    const reason = `no report came back: ${rootCause(error)}`;
    return {
      class: 'unknown',
      reason,
      status: null,
      answer: null,
      retryAfter: null,
      at,
      took: Date.now() - Date.parse(at),
    };
  }
}

function settledBy(report: AttemptReport, mode: DeliveryMode): Settled | Undelivered | null {
  switch (report.class) {
    case 'delivered':
    case 'refused':
      return { outcome: report.class, reason: report.reason, answer: report.answer };
    case 'parked':
    case 'held':
      return { reason: report.reason, abandon: false };
    case 'unknown':
      // Only an endpoint that honours the key may be sent the same again without a person's word.
      return mode === 'idempotent'
        ? null
        : { reason: `not sent again, since it is ${mode}: ${report.reason}`, abandon: false };
    case 'retry':
    case 'not-sent':
      return null;
    default:
      // A later build's word, after a rollback: a person can read it.
      return { reason: `${String(report.class satisfies never)}: ${report.reason}`, abandon: false };
  }
}

function backOff(call: PreparedCall, round: number): number {
  return Math.random() * Math.min(call.backOff.maximum, call.backOff.initial * 2 ** round);
}

async function backOffFor(run: Run, open: OpenCall, report: AttemptReport, delay: number): Promise<void> {
  const until = Date.now() + delay;
  open.nextAttemptAt = new Date(until).toISOString();
  open.reason = report.reason;
  journalAttempt(run, open, report);
  const waiting = { on: 'a timer', until };
  run.waiting.add(waiting);
  run.publish();
  try {
    await sleep(Math.max(1, Math.round(delay)), { summary: `${open.step}: next attempt after ${report.reason}` });
  } finally {
    run.waiting.delete(waiting);
    open.nextAttemptAt = null;
  }
}

function journalAttempt(run: Run, open: OpenCall, report: AttemptReport): void {
  const number = report.class === 'not-sent' ? '' : ` attempt ${open.attempts}`;
  const next = open.nextAttemptAt ? `, next at ${open.nextAttemptAt}` : '';
  run.note('attempt', `${open.step}${number}: ${report.class}, ${report.reason}${next}`, {
    call: open.callKey,
    detail: { class: report.class, status: report.status, at: report.at, took: report.took, next: open.nextAttemptAt },
  });
}
