import { CancellationScope, condition, sleep } from '@temporalio/workflow';
import type { BackOff } from '../contracts/call.js';
import type { Blocked } from '../contracts/clearance.js';
import { A_HOLD } from '../contracts/hold.js';
import type { OpenCall } from './calls.js';
import type { Run } from './run.js';

/** A call that rests, and its run. */
interface Resting {
  readonly run: Run;
  readonly open: OpenCall;
}

/** How often a call that waits for a hold looks for itself whether it is gone: a signal tells it sooner. */
const LOOKS: BackOff = { initial: 60_000, maximum: 60 * 60 * 1000 };

/** The delay before the next attempt, after so many rounds: full jitter. Milliseconds. */
export function backOff({ initial, maximum }: BackOff, round: number): number {
  return Math.random() * Math.min(maximum, initial * 2 ** round);
}

/** Sleeps until the next attempt of a call, and shows it. */
export async function pause(resting: Resting, until: number, summary: string, reason: string): Promise<void> {
  await shown(resting, 'a timer', until, reason, () => sleep(milliseconds(until), { summary }));
}

/** Waits until a hold is released, or until it is time to look again. */
export async function waitForRelease(
  resting: Resting,
  { hold, reason }: Extract<Blocked, { kind: 'held' }>,
  last: number,
  round: number,
): Promise<void> {
  const { run, open } = resting;
  const seen = run.calls.releases;
  const longest = Math.min(LOOKS.maximum, LOOKS.initial * 2 ** round);
  const until = Math.min(Date.now() + longest / 2 + backOff(LOOKS, round) / 2, last);
  const timer = new CancellationScope();
  const summary = `${open.step} waits for the hold ${hold}`;
  await shown(resting, A_HOLD, until, reason, async () => {
    try {
      const time = timer.run(() => sleep(milliseconds(until), { summary }));
      await Promise.race([condition(() => run.calls.releases > seen), time]);
    } finally {
      timer.cancel();
    }
  });
}

async function shown(
  { run, open }: Resting,
  on: string,
  until: number,
  reason: string,
  rest: () => Promise<void>,
): Promise<void> {
  open.nextAttemptAt = new Date(until).toISOString();
  open.reason = reason;
  const waiting = { on, until };
  run.waiting.add(waiting);
  run.publish();
  try {
    await rest();
  } finally {
    run.waiting.delete(waiting);
    open.nextAttemptAt = null;
  }
}

function milliseconds(until: number): number {
  return Math.max(1, Math.round(until - Date.now()));
}
