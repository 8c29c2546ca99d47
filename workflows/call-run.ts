import { openCall } from './calls/delivery.js';
import type { OpenCall } from './calls/open-calls.js';
import { freshProgress, settleCall } from './calls/settle-call.js';
import type { CallRunInput } from './contracts/calls/call-run.js';
import type { RedoOf } from './contracts/calls/redo.js';
import type { EventType } from './contracts/catalogue-types.js';
import { callJourney } from './contracts/names.js';
import type { HeardType, JourneyEntry } from './contracts/runs/journey-entry.js';
import type { RunInput, RunState } from './contracts/runs/run.js';
import { live } from './runs/journey.js';
import type { Run } from './runs/run.js';

/**
 * A call that lives on its own: one that its journey does not wait for any longer, one that a rule's fast path could
 * not deliver at once, or a test. It lives as a journey's run does: the same journal, patience, parking and result.
 */
export function callRun(input: CallRunInput): Promise<RunState> {
  return live(entryOf(input), runInputOf(input), (run) => runCall(run, input));
}

async function runCall(run: Run, { request, step, prepared, progress, redo }: CallRunInput) {
  const { callKey, action, playerId } = request;
  const open = openCall(run, { callKey, action, step, playerId }, progress);
  if (redo) noteRedo(run, open, redo);
  try {
    const settled = await settleCall(run, open, { request, prepared, progress: progress ?? freshProgress() });
    return { kind: 'end', reason: `${settled.outcome}: ${settled.reason}` } as const;
  } finally {
    run.calls.open.delete(open);
  }
}

function noteRedo(run: Run, open: OpenCall, { callKey, by, reason, order }: RedoOf): void {
  open.redoOf = callKey;
  const ordered = order === null ? '' : `, order ${order}`;
  run.note('redo', `${open.step}: redo of ${callKey} by ${by}${ordered}: ${reason}`, { call: open.callKey });
}

function entryOf({ request, event, exitsOn = [] }: CallRunInput): JourneyEntry {
  const startsOn = event.type as EventType;
  const name = callJourney(request.action);
  return { name, startsOn, reentry: 'every-event', exitsOn: exitsOn as readonly HeardType[] };
}

function runInputOf({ request, event, catalogue, announces = [], exitKey }: CallRunInput): RunInput {
  const { brand, playerId } = request;
  const about = { brand, playerId, key: null, event, settings: {}, catalogue, carried: null, announces };
  return exitKey === undefined ? about : { ...about, exitKey };
}
