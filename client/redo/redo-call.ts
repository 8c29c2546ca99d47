import { isCallKey, redoKey } from '../../workflows/contracts/calls/call-key.js';
import { CallNotRedoable } from '../errors.js';
import type { RoutingContext } from '../events/routing-context.js';
import { explainRun } from '../runs/explain-run.js';
import { checkRedo, costOf } from './check-redo.js';
import { callUnknown, findCall } from './find-call.js';
import type { RedoOneOrder, RedoResult } from './redo.js';
import { doneAgain, type DoneAgain, startRedo } from './start-redo.js';

/**
 * Redoes one call as a new call. Each call is redone at most once: the same order id gets the first answer, another id
 * is refused.
 * @throws NothingKnown, CallNotRedoable, OrderRefused, NoWorkerAnswered
 */
export async function redoCall(routing: RoutingContext, order: RedoOneOrder): Promise<RedoResult> {
  const { client, brand } = routing;
  const { callKey, run: named, by, reason, acknowledge, id } = order;
  if (!isCallKey(callKey)) throw callUnknown(named);
  const key = redoKey(brand.brand, callKey);
  const earlier = await doneAgain(routing, key);
  if (earlier) return answerOf(routing, order, key, earlier);
  const found = await findCall(client, brand.brand, callKey, named);
  const call = checkRedo(found, callKey, brand, acknowledge);
  const redo = { callKey, by, reason, order: id ?? null };
  const { started, ...place } = await startRedo(routing, { found, call, key, redo });
  const warning = call.maybeSent ? costOf(call) : null;
  if (started) return { callKey: key, redoOf: callKey, started, ...place, warning };
  const first = await doneAgain(routing, key);
  if (!first) throw new Error(`${place.id} can't be started because it exists, and can't be found`);
  return answerOf(routing, order, key, first);
}

/** Returns the first answer to the same order. @throws CallNotRedoable for another order */
async function answerOf(
  routing: RoutingContext,
  { callKey, id }: RedoOneOrder,
  key: string,
  { id: place, run, redo, open, at }: DoneAgain,
): Promise<RedoResult> {
  if (id !== undefined && redo.order === id) {
    return { callKey: key, redoOf: callKey, started: false, id: place, run, warning: null };
  }
  const done = `${callKey} was done again as ${key} by ${redo.by} at ${at}`;
  if (open) throw new CallNotRedoable(`${done}, and that call is under way: GET /v1/journeys/${place} shows it`);
  const { outcome } = await explainRun(routing.client, place, run);
  const next = outcome?.startsWith('delivered') ? 'there is nothing to redo' : `redo ${key}`;
  throw new CallNotRedoable(`${done}, and that call ended ${outcome ?? 'by force'}: ${next}`);
}
