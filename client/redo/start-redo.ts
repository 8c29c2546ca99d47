import type { CallRunInput } from '../../workflows/contracts/calls/call-run.js';
import type { RedoOf } from '../../workflows/contracts/calls/redo.js';
import { CALL_RUN, callRunId, parseRunId } from '../../workflows/contracts/names.js';
import type { ReceivedEvent } from '../../workflows/contracts/runs/event.js';
import { ofCalls } from '../../workflows/contracts/runs/own-events.js';
import { startCallRun } from '../calls/start-call-run.js';
import { type RoutingContext, exitTypes } from '../events/routing-context.js';
import { ownEventsHeardBy } from '../rules/plan-rules.js';
import { describedRun } from '../temporal/described-run.js';
import { withDeadline } from '../temporal/with-deadline.js';
import type { Redoable } from './check-redo.js';
import { firstInput, type FoundCall } from './find-call.js';

/** The run that redid a call. */
export interface DoneAgain {
  readonly id: string;
  readonly run: string;
  readonly redo: RedoOf;
  readonly open: boolean;
  /** Its start (ISO 8601). */
  readonly at: string;
}

/** Returns the run that redid a call under this key; `null` if there is none. */
export async function doneAgain({ client, brand }: RoutingContext, key: string): Promise<DoneAgain | null> {
  const id = callRunId(brand.brand, key);
  const run = await withDeadline(client.connection, () => describedRun(client, id));
  if (!run) return null;
  const input = await firstInput<CallRunInput>(client, id, run.run);
  if (!input?.redo) return null;
  return { id, run: run.run, redo: input.redo, open: run.open, at: input.event.receivedAt };
}

/**
 * Redoes a call under this key in its own run. Renders it with the current catalogue, and asks guards and limits again.
 * Returns false if that was done before.
 */
export async function startRedo(
  routing: RoutingContext,
  { found, call, key, redo }: { found: FoundCall; call: Redoable; key: string; redo: RedoOf },
): Promise<{ readonly started: boolean; readonly id: string; readonly run: string }> {
  const { client, brand, catalogue } = routing;
  const origin = await firstInput<{ readonly event: ReceivedEvent } & Partial<CallRunInput>>(
    client,
    found.id,
    found.run,
  );
  const data = call.request.event ?? origin?.event.data ?? {};
  const now = new Date().toISOString();
  const { action, playerId, decidedBy } = call;
  const { type } = found.state.startedBy;
  const input: CallRunInput = {
    request: { ...call.request, callKey: key, brand: brand.brand, action, playerId, decidedBy, event: data },
    step: call.step,
    event: { id: key, type, playerId, occurredAt: now, receivedAt: now, data },
    catalogue,
    ...{ prepared: null, progress: null },
    ...exitsOf(routing, found, origin),
    announces: ofCalls(ownEventsHeardBy(brand, type).announces),
    redo,
  };
  return withDeadline(client.connection, () => startCallRun(client, input));
}

/** Returns the exits of the new call: those of the first one. */
function exitsOf(
  routing: RoutingContext,
  { id, state }: FoundCall,
  origin: Partial<CallRunInput> | null,
): Pick<CallRunInput, 'exitsOn' | 'exitKey'> {
  if (parseRunId(id)?.journey === CALL_RUN) {
    const { exitsOn = exitTypes(routing), exitKey } = origin ?? {};
    return exitKey === undefined ? { exitsOn } : { exitsOn, exitKey };
  }
  const entry = routing.entries.find(({ name }) => name === state.journey);
  if (!entry) return { exitsOn: exitTypes(routing) };
  const { exitsOn = [], key, reentry } = entry;
  const isKeyed = key !== undefined && reentry !== 'every-event' && state.key !== null;
  return isKeyed ? { exitsOn, exitKey: state.key } : { exitsOn };
}
