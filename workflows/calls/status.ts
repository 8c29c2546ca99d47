import { askStatusOf } from '../activities.js';
import { unlessUnanswered } from '../reads/local-first-read.js';
import { backOff, waitUntil, waitForRelease } from './back-off.js';
import type { Delivery } from './delivery.js';
import { type NextStep, settle } from './next-step.js';

/**
 * Asks the other side what became of an unknown attempt, until it knows, for as long as its patience lasts. Done: the
 * call is delivered. Not done: it is sent again, or suppressed where `blocked` says why it must not be.
 */
export async function askStatus(delivery: Delivery, blocked: string | null): Promise<NextStep> {
  const { run, open, call } = delivery;
  const { status, backOff: delays } = call;
  if (!status) throw new Error(`${open.callKey} has no status lookup`);
  const ends = Date.now() + status.patience;
  await rest(delivery, Date.now() + status.after, 'what was sent may still be on its way');
  for (let round = 0; ; round++) {
    const found = await unlessUnanswered(() => askStatusOf(call));
    if (found.kind === 'held' && Date.now() < ends) {
      run.note('held', `${open.step}: its status is not asked: ${found.reason}`, { call: open.callKey });
      await waitForRelease(delivery, found, { step: open.step, last: ends, round });
      continue;
    }
    const goesOn = (found.kind === 'unclear' || found.kind === 'unanswered') && Date.now() < ends;
    const until = goesOn ? Math.min(Date.now() + backOff(delays, round), ends) : null;
    const next = until === null ? '' : `, asked next at ${new Date(until).toISOString()}`;
    run.note('asked', `${open.step}: ${found.kind}, ${found.reason}${next}`, { call: open.callKey });
    if (found.kind === 'done') return settle('delivered', `found done: ${found.reason}`, true, found.answer);
    if (found.kind === 'not-done') return notDone(delivery, blocked, found.reason);
    if (until === null) {
      const reason = `the status lookup gave no clear answer in its patience: ${found.reason}`;
      return { do: 'park', reason, setUp: false };
    }
    await rest(delivery, until, found.reason);
  }
}

/** It has surely not happened: it may be sent again, also after a reset. */
function notDone({ open, progress }: Delivery, blocked: string | null, found: string): NextStep {
  open.maybeSent = false;
  progress.maybeSent = false;
  progress.confirmed = true;
  if (blocked !== null) return settle('suppressed', `${blocked}; the other side has not done it`, false);
  return { do: 'again', reason: `not done: ${found}`, report: null };
}

async function rest(delivery: Delivery, until: number, why: string): Promise<void> {
  const { step } = delivery.open;
  if (until > Date.now())
    await waitUntil(delivery, { until, summary: `${step}: its status is asked next`, reason: why });
}
