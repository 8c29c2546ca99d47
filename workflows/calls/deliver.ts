import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { CallProgress } from '../contracts/calls/call-run.js';
import type { AttemptReport, PreparedCall } from '../contracts/calls/call.js';
import { attempt, journalAttempt } from './attempt.js';
import { backOff, waitUntil, waitForRelease } from './back-off.js';
import type { Delivery } from './delivery.js';
import {
  afterAttempt,
  type Again,
  type NextStep,
  settle,
  type Settled,
  settledByPerson,
  type ToPark,
  whenPatienceEnds,
} from './next-step.js';
import { park } from './park.js';
import { isStale, recheck } from './recheck.js';
import { askStatus } from './status.js';

/** Until when it is tried, and until when it may leave at all; milliseconds since 1970. */
interface Limits {
  readonly patience: number;
  readonly expires: number;
}

/**
 * Sends a prepared call until it is settled: attempt by attempt, each journalled, as its mode allows, within its
 * patience; then a person is asked. An exit cuts it off: `abandoned: exited` where surely nothing was sent, else the
 * other side or a person is asked what became of it.
 * @throws CancelledFailure when an exit cut the call off unsent, or when it is handed over.
 */
export async function deliver(delivery: Delivery): Promise<Settled> {
  const { run, open, call, progress } = delivery;
  let since = progress.since;
  let first: NextStep = progress.last ? afterAttempt(progress.last, call, progress) : { do: 'send' };
  for (;;) {
    let end: End;
    try {
      end = await pursue(delivery, first, limitsFrom(since, call));
    } catch (error) {
      if (!isCancellation(error) || !progress.maybeSent || run.isHandingOver(open)) throw error;
      end = await afterExit(delivery);
    }
    if (end.do === 'settle') return end.settled;
    const resolution = await park(run, open, { ...end, maybeSent: progress.maybeSent, call });
    if (resolution.decision !== 'retry') return settledByPerson(resolution);
    progress.confirmed = true;
    since = Date.now();
    first = { do: 'send' };
  }
}

type End = Extract<NextStep, { do: 'settle' }> | ToPark;

/** Takes one step after the other until the call is settled or a person is needed. */
async function pursue(delivery: Delivery, first: NextStep, limits: Limits): Promise<End> {
  let round = 0;
  for (let step = first; ;) {
    switch (step.do) {
      case 'settle':
      case 'park':
        return step;
      case 'send':
        step = await send(delivery, limits);
        break;
      case 'ask':
        step = await askStatus(delivery, step.blocked);
        break;
      case 'again':
        step = await again(delivery, step, limits, isInLine(step) ? 0 : round++);
        break;
      case 'wait':
        step = await wait(delivery, step, limits, round++);
        break;
    }
  }
}

async function send(delivery: Delivery, limits: Limits): Promise<NextStep> {
  const { run, open, call, progress } = delivery;
  const paused = run.resumed();
  if (paused) await paused;
  // Patience runs on in a pause: what has outlasted it there is not sent once more.
  if (paused && progress.last && Date.now() >= limits.patience) return over(delivery, limits, progress.last.reason);
  if (Date.now() >= limits.expires && !progress.maybeSent) return settle('abandoned', 'expired', false);
  const blocked = isStale(delivery) ? await recheck(delivery, limits.patience) : null;
  if (blocked) return blocked;
  const report = await attempt(open, call, progress, limits.expires);
  const next = afterAttempt(report, call, progress);
  if (next.do !== 'again') journalAttempt(run, open, report);
  return next;
}

async function again(delivery: Delivery, { reason, report }: Again, limits: Limits, round: number): Promise<NextStep> {
  const { run, open, call, progress } = delivery;
  if (Date.now() >= limits.patience) {
    if (report) journalAttempt(run, open, report);
    return over(delivery, limits, reason);
  }
  // A `Retry-After` of nothing, again and again, must not become a hot loop.
  const delay = Math.max(report?.retryAfter ?? 0, backOff(call.backOff, round));
  const until = Math.min(Date.now() + delay, lastMoment(limits, progress));
  open.nextAttemptAt = new Date(until).toISOString();
  if (report) journalAttempt(run, open, report);
  else run.note('waiting', `${open.step}: next attempt at ${open.nextAttemptAt}`, { call: open.callKey });
  const summary = `${open.step}: next attempt after ${reason}`;
  await waitUntil(delivery, { until, summary, reason, destination: report?.destination, wakes: wakes(report) });
  return { do: 'send' };
}

/** True if it goes on as soon as its destination answers. A time that the destination itself has named stands. */
function wakes(report: AttemptReport | null): boolean {
  return report !== null && (report.class === 'not-sent' || report.retryAfter === null);
}

/** Turned away before it was sent, and told when to come back: that is no reason to wait longer each time. */
function isInLine({ report }: Again): boolean {
  return report?.class === 'not-sent' && report.retryAfter !== null;
}

/** Waits for the next allowed hours, or for a hold to be released. */
async function wait(
  delivery: Delivery,
  { blocked }: Extract<NextStep, { do: 'wait' }>,
  limits: Limits,
  round: number,
): Promise<NextStep> {
  const { run, open, progress } = delivery;
  if (Date.now() >= limits.patience) return over(delivery, limits, blocked.reason);
  const last = lastMoment(limits, progress);
  const kind = blocked.kind === 'held' ? 'held' : 'waiting-hours';
  run.note(kind, `${open.step} waits: ${blocked.reason}`, { call: open.callKey });
  if (blocked.kind === 'held') await waitForRelease(delivery, blocked, { step: open.step, last, round });
  else {
    const until = Math.min(Date.parse(blocked.until), last);
    const { reason } = blocked;
    await waitUntil(delivery, { until, summary: `${open.step}: ${reason}`, reason });
  }
  if (Date.now() >= limits.patience) return over(delivery, limits, blocked.reason);
  return { do: 'send' };
}

/** The end of patience; before it, the expiry of what was surely not sent. */
function lastMoment({ patience, expires }: Limits, { maybeSent }: CallProgress): number {
  return maybeSent ? patience : Math.min(patience, expires);
}

function over({ call, progress }: Delivery, { expires }: Limits, reason: string): NextStep {
  if (Date.now() >= expires && !progress.maybeSent) return settle('abandoned', 'expired', false);
  return whenPatienceEnds(reason, call, progress);
}

/** The run exits, and an attempt may have arrived: the other side is asked where it can be, else a person. */
async function afterExit(delivery: Delivery): Promise<End> {
  const parked: End = { do: 'park', reason: 'the run exits, and an attempt may have arrived', setUp: false };
  if (!delivery.call.status) return parked;
  const answer = await CancellationScope.nonCancellable(() => askStatus(delivery, 'exited'));
  if (answer.do !== 'settle') return answer.do === 'park' ? answer : parked;
  const { settled } = answer;
  return settled.outcome === 'suppressed' ? { do: 'settle', settled: { ...settled, outcome: 'abandoned' } } : answer;
}

function limitsFrom(since: number, { patience, expires }: PreparedCall): Limits {
  return { patience: since + patience, expires: expires === undefined ? Infinity : since + expires };
}
