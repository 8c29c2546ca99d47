import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import {
  type AnyBulkOrder,
  type BulkMemo,
  type BulkOrder,
  type BulkProgress,
  type BulkState,
  NO_PROGRESS,
} from '../../workflows/contracts/keepers/bulk.js';
import { bulkId } from '../../workflows/contracts/names.js';
import type { BulkStatus, OrderStatus } from '../attention/attention.js';
import { NothingKnown, OrderRefused, RunNotFound } from '../errors.js';
import { typedAttributes } from '../temporal/attributes.js';
import { startOnce } from '../temporal/start-once.js';
import { withDeadline } from '../temporal/with-deadline.js';
import { refuseUnacknowledged } from './meant-calls.js';

/**
 * Gives an order by filter, or answers with the one that the same id has given.
 * @throws OrderRefused where that was another order, or where money may be paid twice without a word on it
 */
export async function giveBulkOrder(client: Client, order: BulkOrder): Promise<BulkStatus> {
  const id = bulkId(order.brand, order.id);
  const known = await progressOf<BulkOrder>(client, id).catch(unlessNothingKnown);
  if (known === null) await refuseUnacknowledged(client, order);
  const summary = `Order of ${order.by}: ${order.decision} all of ${JSON.stringify(order.filter)}`;
  return giveOrder(client, id, order, { at: null, summary });
}

/** Starts the workflow of an order, or answers with the order that the same id has given. @throws OrderRefused */
export async function giveOrder<Order extends AnyBulkOrder>(
  client: Client,
  id: string,
  order: Order,
  start: { readonly at: string | null; readonly summary: string },
): Promise<OrderStatus<Order>> {
  if (await startBulk(client, id, order, start)) return { given: true, order, progress: NO_PROGRESS };
  const first = await progressOf<Order>(client, id);
  const same = isDeepStrictEqual({ ...first.order, by: '' }, { ...order, by: '' });
  if (same) return first;
  throw new OrderRefused('id', 'has been used for another order: give this one an id of its own');
}

function unlessNothingKnown(error: unknown): null {
  if (error instanceof NothingKnown) return null;
  throw error;
}

/** How far an order has come, as its memo says. @throws NothingKnown */
export function bulkProgress(client: Client, brand: string, id: string): Promise<BulkStatus> {
  return progressOf<BulkOrder>(client, bulkId(brand, id));
}

/** How far the order has come that the workflow of this id carries out. @throws NothingKnown */
export async function progressOf<Order extends AnyBulkOrder>(client: Client, id: string): Promise<OrderStatus<Order>> {
  const handle = client.workflow.getHandle(id);
  const { memo, status } = await withDeadline(client.connection, () => handle.describe()).catch((error: unknown) => {
    if (!(error instanceof RunNotFound)) throw error;
    throw new NothingKnown('No order of this id is known here. Orders are forgotten 30 days after they have ended.');
  });
  // The memo is what giveOrder and the run itself put there.
  const { order, progress } = memo as unknown as BulkMemo & { readonly order: Order };
  const ended = status.name !== 'RUNNING' && progress.finished === null;
  return { given: false, order, progress: ended ? endedBy(status.name, progress) : progress };
}

/** It was ended by force, and could not say so itself. */
function endedBy(status: string, progress: BulkProgress): BulkProgress {
  return { ...progress, stopped: `${status.toLowerCase().replaceAll('_', ' ')} in Temporal` };
}

/** False where there is, or was, one of that id. */
async function startBulk(
  client: Client,
  id: string,
  order: AnyBulkOrder,
  { at, summary }: { readonly at: string | null; readonly summary: string },
): Promise<boolean> {
  const memo = { order, progress: NO_PROGRESS } satisfies BulkMemo;
  const state: BulkState = { ...memo, at, cursor: null, pass: null, refused: [] };
  const run = await withDeadline(client.connection, () =>
    startOnce<BulkState>(client, 'bulk', {
      workflowId: id,
      args: [state],
      memo: { ...memo },
      typedSearchAttributes: typedAttributes({ Brand: order.brand }),
      staticSummary: summary.slice(0, 200),
      priority: { fairnessKey: order.brand },
    }),
  );
  return run !== null;
}
