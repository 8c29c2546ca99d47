import { CancellationScope, condition, patched, sleep } from '@temporalio/workflow';
import type { BackOff } from '../contracts/calls/call.js';
import type { Held } from '../contracts/calls/recheck.js';
import { A_HOLD, waitsForDestination, waitsForHold } from '../contracts/keepers/hold.js';
import type { Run } from '../runs/run.js';
import type { OpenCall } from './open-calls.js';

/** A call that waits, and its run. With `null`, a read of the story or the rule waits. */
interface Resting {
  readonly run: Run;
  readonly open: OpenCall | null;
}

/** The patience of a wait for a release. `last`: milliseconds since 1970; `round`: the earlier looks at the hold. */
interface Patience {
  readonly step: string;
  readonly last: number;
  readonly round: number;
}

/** The delays at which a waiting call looks at its hold itself. Usually a signal wakes it sooner. */
const HOLD_BACK_OFF: BackOff = { initial: 60_000, maximum: 60 * 60 * 1000 };

/** The delay before the next attempt, with full jitter. `round`: the earlier attempts. Milliseconds. */
export function backOff({ initial, maximum }: BackOff, round: number): number {
  return Math.random() * Math.min(maximum, initial * 2 ** round);
}

/** A wait as people see it: its end, its reason, and the destination it waits for, if any. */
interface Rest {
  readonly until: number;
  readonly summary: string;
  readonly reason: string;
  readonly destination?: string | undefined;
  /** True if it ends when the destination answers again. */
  readonly wakes?: boolean;
}

/** Waits until the next attempt of a call, or until its destination answers again, and shows it. */
export async function waitUntil(resting: Resting, rest: Rest): Promise<void> {
  const { until, summary, reason, destination, wakes } = rest;
  const on = destination === undefined ? 'a timer' : waitsForDestination(destination);
  // Remove the mark when no run is open that waited for a destination under an earlier build.
  const isWoken = destination !== undefined && wakes === true && patched('woken-when-its-destination-answers');
  const wait = isWoken
    ? () => untilItAnswers(resting, destination, rest)
    : () => sleep(milliseconds(until), { summary });
  await shown(resting, { on, until, reason }, wait);
}

async function untilItAnswers({ run, open }: Resting, destination: string, { until, summary }: Rest): Promise<void> {
  const times = () => run.calls.answers.get(destination) ?? 0;
  const seen = times();
  await sleepUnless(() => times() > seen, until, summary);
  if (times() === seen) return;
  const text = `${destination} answers again: sent before its time`;
  run.note('waiting', open ? `${open.step}: ${text}` : text, open ? { call: open.callKey } : {});
}

/** Waits until a hold is released, or until it is time to look again. */
export async function waitForRelease(
  resting: Resting,
  { hold, reason, since }: Held,
  { step, last, round }: Patience,
): Promise<void> {
  const { run } = resting;
  const seen = run.calls.releases;
  const longest = Math.min(HOLD_BACK_OFF.maximum, HOLD_BACK_OFF.initial * 2 ** round);
  const until = Math.min(Date.now() + longest / 2 + backOff(HOLD_BACK_OFF, round) / 2, last);
  const summary = `${step} waits for the hold ${hold}`;
  const on = since === undefined ? A_HOLD : waitsForHold(hold);
  await shown(resting, { on, until, reason }, () => sleepUnless(() => run.calls.releases > seen, until, summary));
}

/** Sleeps until that time, or until the condition holds. */
async function sleepUnless(holds: () => boolean, until: number, summary: string): Promise<void> {
  const timer = new CancellationScope();
  try {
    const time = timer.run(() => sleep(milliseconds(until), { summary }));
    await Promise.race([condition(holds), time]);
  } finally {
    timer.cancel();
  }
}

async function shown(
  { run, open }: Resting,
  { on, until, reason }: { readonly on: string; readonly until: number; readonly reason: string },
  rest: () => Promise<void>,
): Promise<void> {
  if (open) {
    open.nextAttemptAt = new Date(until).toISOString();
    open.reason = reason;
  }
  const waiting = { on, until };
  run.waiting.add(waiting);
  run.publish();
  try {
    await rest();
  } finally {
    run.waiting.delete(waiting);
    if (open) open.nextAttemptAt = null;
  }
}

function milliseconds(until: number): number {
  return Math.max(1, Math.round(until - Date.now()));
}
