import {
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  setWorkflowOptions,
  TemporalFailure,
} from '@temporalio/workflow';
import { FAILURES } from '../contracts/failures.js';
import type { JourneyEntry } from '../contracts/runs/journey-entry.js';
import type { RunInput, RunState } from '../contracts/runs/run.js';
import { announceRun } from '../events/own-events.js';
import { hasBuild } from './build.js';
import { callsSettled, closeRun, compensate, endRun } from './close.js';
import { listen } from './handlers.js';
import { contextOf, type JourneyContext, type StoryEnd } from './journey-context.js';
import { Run } from './run.js';
import { tellRun } from './story.js';

/** A journey: a workflow that also shows its entry. */
export interface Journey {
  (input: RunInput): Promise<RunState>;
  readonly entry: JourneyEntry;
}

/**
 * Makes a journey of an entry and a story. One run of it for one player is one workflow, which returns its state.
 *
 * A story that throws a Temporal failure fails the run, after its compensations; any other error is a fault in the
 * code: it stops the run, visibly, until a corrected build takes over.
 */
export function journey<const E extends JourneyEntry>(
  entry: E,
  story: (j: JourneyContext<E>) => Promise<StoryEnd>,
): Journey {
  const workflow = (input: RunInput) => live(entry, input, (run) => story(contextOf<E>(run)));
  // A run stays on the build that it started on. Temporal refuses to hear it from workers without a build id.
  setWorkflowOptions(() => (hasBuild() ? { versioningBehavior: 'PINNED' } : {}), workflow);
  return Object.assign(workflow, { entry });
}

/** Lives a run: tells its story, settles its calls, undoes what an exit undoes. `rule` names the rule it is one of. */
export function live(
  entry: JourneyEntry,
  input: RunInput,
  story: (run: Run) => Promise<StoryEnd>,
  rule: string | null = null,
): Promise<RunState> {
  const root = CancellationScope.current();
  return CancellationScope.nonCancellable(async () => {
    const run = new Run(entry, input, rule);
    tellRun(run);
    enter(run);
    listen(run);
    root.cancelRequested.catch(() => {
      if (run.canClose) run.close({ as: 'cancelled', reason: 'cancelled in Temporal' });
    });
    let end: StoryEnd | undefined;
    try {
      end = await run.storyScope.run(() => story(run));
    } catch (error) {
      fallen(run, error);
    }
    const settling = callsSettled(run);
    if (settling) await settling;
    // The next life would know nothing of a pause.
    if (end?.kind === 'start-over') await run.resumed();
    if (!run.closing && end) return endRun(run, end);
    return settleAndClose(run);
  });
}

/** Writes the first line of the journal: the event that started the run, and its settings. */
function enter(run: Run): void {
  const { event, settings, carried } = run.input;
  run.inbox.isNew(event.id);
  const startsOver = carried !== null && carried.freshStarts > 0;
  const text = `by ${event.type}${startsOver ? ', after a fresh start' : ''}`;
  run.note('entered', text, { event: event.id, detail: { settings } });
  if (!startsOver) announceRun(run, 'waypost.journey.started', text);
}

/** Takes the error of a story: its run closes, for the reason that stands in `run.closing`. */
function fallen(run: Run, error: unknown): void {
  const expected =
    isCancellation(error) || (error instanceof ApplicationFailure && error.type === FAILURES.runIsClosing);
  if (run.closing) {
    if (!expected) run.note('failed', `the story threw while the run was closing: ${String(error)}`);
  } else if (error instanceof TemporalFailure) {
    run.close({ as: 'failed', reason: error.message });
  } else {
    throw error;
  }
}

async function settleAndClose(run: Run): Promise<RunState> {
  await compensate(run);
  await callsSettled(run);
  if (!run.closing) throw new Error('a run closes without a reason');
  return closeRun(run, run.closing);
}
