import {
  ApplicationFailure,
  condition,
  isCancellation,
  makeContinueAsNewFunc,
  TemporalFailure,
} from '@temporalio/workflow';
import { FAILURES } from '../contracts/failures.js';
import type { JsonValue } from '../contracts/json.js';
import type { OwnEventType } from '../contracts/runs/own-events.js';
import type { RunInput, RunMemo, RunState } from '../contracts/runs/run.js';
import { announceRun } from '../events/own-events.js';
import { hasBuild } from './build.js';
import type { Closing, RestartWith } from './closing.js';
import type { StoryEnd } from './journey-context.js';
import { freshAttributes } from './publish.js';
import type { Run } from './run.js';

const LINES_OF_PREVIOUS = 60;
const CALLS_OF_PREVIOUS = 20;

/** Resolves when every call of the run has an outcome; `null` when it has. */
export function callsSettled(run: Run): Promise<void> | null {
  return run.calls.allSettled ? null : condition(() => run.calls.allSettled);
}

/** Undoes what the story asked to be undone, in reverse order; then what it asked for on exit. */
export async function compensate(run: Run): Promise<void> {
  for (const act of run.compensations.reverse()) {
    run.note('compensating', 'undoing');
    await attempted(run, 'a compensation', act);
  }
  const exits = run.closing?.as === 'exited' || run.closing?.as === 'restarted';
  if (exits && run.onExit) await attempted(run, 'onExit', run.onExit);
}

/** Ends a run that its story has ended. */
export function endRun(run: Run, end: StoryEnd): Promise<RunState> {
  if (end.kind === 'start-over') {
    const { event, settings, catalogue } = run.input;
    run.end('ended', 'started over');
    run.note('started-over', 'the story starts over');
    return continueAs(run, { event, settings, catalogue }, (run.input.carried?.freshStarts ?? 0) + 1, end.carry);
  }
  return closed(run, 'ended', end.reason);
}

/** Ends a run that exited, was cancelled, restarts or failed. */
export async function closeRun(run: Run, closing: Closing): Promise<RunState> {
  switch (closing.as) {
    case 'exited':
    case 'cancelled':
      return closed(run, closing.as, closing.reason);
    case 'restarted':
      run.end('exited', closing.reason);
      run.note('restarted', closing.reason);
      await told(run, 'waypost.journey.exited', closing.reason);
      return continueAs(run, closing.next, 0, null);
    case 'failed': {
      const state = await closed(run, 'failed', closing.reason);
      throw ApplicationFailure.nonRetryable(closing.reason, FAILURES.runFailed, state);
    }
  }
}

async function closed(run: Run, status: 'ended' | 'exited' | 'cancelled' | 'failed', outcome: string) {
  run.end(status, outcome);
  run.note(status, outcome);
  run.publish();
  const telling = told(run, status === 'ended' ? 'waypost.journey.ended' : 'waypost.journey.exited', outcome);
  if (telling) await telling;
  return run.state();
}

/** Closes only when the brand's rules know of it, where any listens. */
function told(run: Run, type: OwnEventType, reason: string): Promise<void> | null {
  announceRun(run, type, reason);
  return callsSettled(run);
}

async function continueAs(run: Run, start: RestartWith, freshStarts: number, carry: JsonValue) {
  const state = run.state();
  const startedBy = { id: start.event.id, occurredAt: start.event.occurredAt, request: '' };
  const input: RunInput = {
    ...run.input,
    event: start.event,
    settings: start.settings,
    catalogue: start.catalogue,
    carried: {
      freshStarts,
      carry,
      seen: run.inbox.seen,
      unconsumed: run.inbox.unconsumed,
      previous: {
        ...state,
        previous: null,
        journal: state.journal.slice(-LINES_OF_PREVIOUS),
        calls: state.calls.slice(-CALLS_OF_PREVIOUS),
        ...(state.undelivered ? { undelivered: state.undelivered.slice(-CALLS_OF_PREVIOUS) } : {}),
        resolutions: state.resolutions.slice(-CALLS_OF_PREVIOUS),
      },
    },
  };
  run.publish();
  const memo: RunMemo = { startedBy, full: false, parked: [] };
  const options = {
    ...{ memo: { ...memo }, typedSearchAttributes: freshAttributes(run) },
    // A life with an empty history fits every build, so it begins on the current one. Servers before 1.30 don't know it.
    ...(hasBuild() && { initialVersioningBehavior: 'AUTO_UPGRADE' as const }),
  };
  return makeContinueAsNewFunc<(next: RunInput) => Promise<RunState>>(options)(input);
}

/** A compensation that can't be done is seen by a person; the others are done all the same. */
async function attempted(run: Run, what: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error;
    run.note('failed', `${what} failed: ${error.message}`);
    run.needAttention(`${what} failed: ${error.message}`, { forGood: true });
  }
}
