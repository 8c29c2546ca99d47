import { CancellationScope, condition, sleep } from '@temporalio/workflow';
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
}

/** Sleeps until the next attempt of a call, and shows it. */
export async function waitUntil(resting: Resting, { until, summary, reason, destination }: Rest): Promise<void> {
  const on = destination === undefined ? 'a timer' : waitsForDestination(destination);
  await shown(resting, { on, until, reason }, () => sleep(milliseconds(until), { summary }));
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
  const timer = new CancellationScope();
  const summary = `${step} waits for the hold ${hold}`;
  const on = since === undefined ? A_HOLD : waitsForHold(hold);
  await shown(resting, { on, until, reason }, async () => {
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
