import type { Client } from '@temporalio/client';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { redoKey } from '../../workflows/contracts/calls/call-key.js';
import type { RedoOrder } from '../../workflows/contracts/calls/redo.js';
import type { BulkAnswer, BulkCall, BulkPage } from '../../workflows/contracts/keepers/bulk.js';
import type { BulkResolver } from '../../workflows/contracts/ports.js';
import { entries } from '../entries.js';
import { CallNotRedoable, NoWorkerAnswered, OrderRefused } from '../errors.js';
import type { RoutingContext } from '../events/routing-context.js';
import { checkRedo } from './check-redo.js';
import { callIn } from './find-call.js';
import { doneAgain, startRedo } from './start-redo.js';
import { undeliveredCalls } from './undelivered-calls.js';

/** Runs in one page. Each of them is read. */
const PAGE = 100;

/** Marks the calls of a run that could not be read. */
const UNREAD = 'unread';

/** Creates the port that finds the calls of a redo order, and redoes them. */
export function createRedoer(client: Client, catalogue: () => Catalogue): BulkResolver<RedoOrder> {
  const routing = ({ brand: name }: RedoOrder): RoutingContext | null => {
    const { hash, brands } = catalogue();
    const brand = brands.get(name);
    return brand ? { client, entries, brand, catalogue: hash, dryRun: false } : null;
  };
  return {
    find: async (order, at, cursor) => {
      const accepted = routing(order);
      return accepted ? findPage(accepted, order, at, cursor) : { calls: [], next: null };
    },
    resolve: async (order, call) => {
      const accepted = routing(order);
      if (!accepted) return { kind: 'failed', reason: `the brand ${order.brand} is not in the catalogue any more` };
      return redoOne(accepted, order, call).catch(answerTo);
    },
  };
}

async function findPage(
  { client, brand }: RoutingContext,
  { filter, acknowledge }: RedoOrder,
  at: string,
  cursor: string | null,
): Promise<BulkPage> {
  const token = cursor === null ? null : Buffer.from(cursor, 'base64');
  const page = await undeliveredCalls(client, { brand, filter, at, size: PAGE, token });
  const meant = page.calls.filter(({ redone, call }) => !redone && (acknowledge !== undefined || !call.maybeSent));
  const calls = [
    ...meant.map(({ id, run, call }) => ({ run: id, execution: run, callKey: call.callKey, since: call.at })),
    ...page.unread.map(({ workflowId, runId }) => ({ run: workflowId, execution: runId, callKey: UNREAD, since: at })),
  ];
  return { calls, next: page.token === null ? null : Buffer.from(page.token).toString('base64') };
}

async function redoOne(routing: RoutingContext, order: RedoOrder, call: BulkCall): Promise<BulkAnswer> {
  const { client, brand } = routing;
  const { run, execution, callKey } = call;
  if (callKey === UNREAD)
    return {
      kind: 'unanswered',
      reason: `${run} can't be read, so its calls are unknown: no worker answers for it`,
    };
  const key = redoKey(brand.brand, callKey);
  const earlier = await doneAgain(routing, key);
  if (earlier) return earlier.redo.order === order.id ? { kind: 'done', at: earlier.at } : { kind: 'gone' };
  const found = await callIn(client, callKey, run, execution);
  if (!found) return { kind: 'gone' }; // the retention of its run has ended
  const redo = { callKey, by: order.by, reason: order.reason, order: order.id };
  const undelivered = checkRedo(found, callKey, brand, order.acknowledge);
  const { started } = await startRedo(routing, { found, call: undelivered, key, redo });
  return started ? { kind: 'done', at: new Date().toISOString() } : { kind: 'gone' };
}

/** Maps errors about this call to answers. Throws all others, so that Temporal retries. */
function answerTo(error: unknown): BulkAnswer {
  if (error instanceof CallNotRedoable || error instanceof OrderRefused)
    return { kind: 'failed', reason: error.message };
  if (error instanceof NoWorkerAnswered) return { kind: 'unanswered', reason: error.message };
  throw error;
}
