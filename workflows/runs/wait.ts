import type { Duration } from '@temporalio/common';
import { CancellationScope, sleep } from '@temporalio/workflow';
import type { ReceivedEvent } from '../contracts/runs/event.js';
import { msToNumber } from '../temporal.js';
import type { Matches, Wait } from './inbox.js';
import type { Run } from './run.js';

/** The options of a wait, untyped: event types, a condition, a time limit. */
export interface Awaited {
  readonly types: readonly string[];
  readonly matches: Matches;
  readonly within: Duration;
}

/**
 * Waits for an event, or until the time is over. Hears events that came before the wait, too.
 * @returns undefined when the time is over.
 */
export async function waitFor(run: Run, awaited: Awaited): Promise<ReceivedEvent | undefined> {
  const what = awaited.types.join(' or ');
  const pause = run.begin(`wait for ${what}`);
  if (pause) await pause;
  run.refreshState(null);
  const early = run.inbox.take(awaited);
  // No time to wait: whether it has come already is all that is asked, and costs no history.
  const event = early ?? (msToNumber(awaited.within) > 0 ? await nextMatch(run, awaited, what) : undefined);
  run.refreshState(event ?? null);
  if (event) run.note('waited', `${event.type} ${early ? 'had come already' : 'came'}`, { event: event.id });
  else run.note('waited', `no ${what} came in time`);
  return event;
}

async function nextMatch(run: Run, awaited: Awaited, what: string): Promise<ReceivedEvent | undefined> {
  const until = Date.now() + msToNumber(awaited.within);
  const timer = new CancellationScope();
  let settle: (event: ReceivedEvent | undefined) => void = () => undefined;
  const settled = new Promise<ReceivedEvent | undefined>((resolve) => {
    settle = resolve;
  });
  const wait: Wait = { types: awaited.types, matches: awaited.matches, until, settle };
  run.inbox.register(wait);
  run.note('waiting', `for ${what} until ${new Date(until).toISOString()}`);
  try {
    const deadline = timer
      .run(() => rest(run, what, until, `deadline of the wait for ${what}`))
      .then(() => {
        run.inbox.withdraw(wait);
        settle(undefined);
      });
    await Promise.race([settled, deadline]);
  } finally {
    run.inbox.withdraw(wait);
    timer.cancel();
  }
  await run.resumed();
  return settled;
}

/** Sleeps until an instant, given in milliseconds since 1970; one that has passed is no sleep. */
export async function sleepUntil(run: Run, until: number): Promise<void> {
  const pause = run.begin('sleep');
  if (pause) await pause;
  run.refreshState(null);
  if (until > Date.now()) {
    run.note('waiting', `until ${new Date(until).toISOString()}`);
    await rest(run, 'a timer', until, `sleep until ${new Date(until).toISOString()}`);
  }
  await run.resumed();
}

async function rest(run: Run, on: string, until: number, summary: string): Promise<void> {
  const waiting = { on, until };
  run.waiting.add(waiting);
  run.publish();
  try {
    await sleep(Math.max(1, until - Date.now()), { summary });
  } finally {
    run.waiting.delete(waiting);
  }
}
