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
import { isOpen } from '../temporal/open.js';
import { startOnce } from '../temporal/start-once.js';
import { withDeadline } from '../temporal/with-deadline.js';
import { refuseUnacknowledged } from './meant-calls.js';

/**
 * Gives an order by filter, or returns the order that the same id gave before.
 * @throws OrderRefused if that was another order, or if money might be paid twice without an acknowledgement
 */
export async function giveBulkOrder(client: Client, order: BulkOrder): Promise<BulkStatus> {
  const id = bulkId(order.brand, order.id);
  const known = await progressOf<BulkOrder>(client, id).catch(unlessNothingKnown);
  if (known === null) await refuseUnacknowledged(client, order);
  const summary = `Order of ${order.by}: ${order.decision} all of ${JSON.stringify(order.filter)}`;
  return giveOrder(client, id, order, { at: null, summary });
}

/** Starts the workflow of an order, or returns the order that the same id gave before. @throws OrderRefused */
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
  throw new OrderRefused('id', 'was used for another order: use a new id');
}

function unlessNothingKnown(error: unknown): null {
  if (error instanceof NothingKnown) return null;
  throw error;
}

/** Returns the progress of an order, from its memo. @throws NothingKnown */
export function bulkProgress(client: Client, brand: string, id: string): Promise<BulkStatus> {
  return progressOf<BulkOrder>(client, bulkId(brand, id));
}

/** Returns the progress of the order that this workflow carries out. @throws NothingKnown */
export async function progressOf<Order extends AnyBulkOrder>(client: Client, id: string): Promise<OrderStatus<Order>> {
  const handle = client.workflow.getHandle(id);
  const { memo, status } = await withDeadline(client.connection, () => handle.describe()).catch((error: unknown) => {
    if (!(error instanceof RunNotFound)) throw error;
    throw new NothingKnown('No order of this id is known here. Orders are forgotten 30 days after they have ended.');
  });
  // giveOrder and the run itself write this memo.
  const { order, progress } = memo as unknown as BulkMemo & { readonly order: Order };
  const ended = !isOpen(status) && progress.finished === null;
  return { given: false, order, progress: ended ? endedBy(status.name, progress) : progress };
}

/** Marks the progress of an order that was terminated and could not record it itself. */
function endedBy(status: string, progress: BulkProgress): BulkProgress {
  return { ...progress, stopped: `${status.toLowerCase().replaceAll('_', ' ')} in Temporal` };
}

/** Returns false if the id was used before. */
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
