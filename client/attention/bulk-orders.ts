import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import {
  type BulkMemo,
  type BulkOrder,
  type BulkProgress,
  type BulkState,
  NO_PROGRESS,
} from '../../workflows/contracts/bulk.js';
import { bulkId } from '../../workflows/contracts/names.js';
import { NothingKnown, OrderRefused, RunNotFound } from '../errors.js';
import { guarded } from '../guarded.js';
import { startOnce } from '../start-once.js';
import { typedAttributes } from '../typed-attributes.js';
import type { BulkStatus } from './attention.js';
import { refuseUnacknowledged } from './meant-calls.js';

/**
 * Gives an order by filter, or answers with the one that the same id has given.
 * @throws OrderRefused where that was another order, or where money may be paid twice without a word on it
 */
export async function giveBulkOrder(client: Client, order: BulkOrder): Promise<BulkStatus> {
  const known = await bulkProgress(client, order.brand, order.id).catch(unlessNothingKnown);
  if (known === null) {
    await refuseUnacknowledged(client, order);
    if (await startBulk(client, order)) return { given: true, order, progress: NO_PROGRESS };
  }
  const first = known ?? (await bulkProgress(client, order.brand, order.id));
  const same = isDeepStrictEqual({ ...first.order, by: '' }, { ...order, by: '' });
  if (same) return first;
  throw new OrderRefused('id', 'has been used for another order: give this one an id of its own');
}

function unlessNothingKnown(error: unknown): null {
  if (error instanceof NothingKnown) return null;
  throw error;
}

/** How far an order has come, as its memo says. @throws NothingKnown */
export async function bulkProgress(client: Client, brand: string, id: string): Promise<BulkStatus> {
  const handle = client.workflow.getHandle(bulkId(brand, id));
  const { memo, status } = await guarded(client.connection, () => handle.describe()).catch((error: unknown) => {
    if (!(error instanceof RunNotFound)) throw error;
    throw new NothingKnown('No order of this id is known here. Orders are forgotten 30 days after they have ended.');
  });
  // The memo is what giveBulkOrder and the run itself put there.
  const { order, progress } = memo as unknown as BulkMemo;
  const ended = status.name !== 'RUNNING' && progress.finished === null;
  return { given: false, order, progress: ended ? endedBy(status.name, progress) : progress };
}

/** It was ended by force, and could not say so itself. */
function endedBy(status: string, progress: BulkProgress): BulkProgress {
  return { ...progress, stopped: `${status.toLowerCase().replaceAll('_', ' ')} in Temporal` };
}

/** False where there is, or was, one of that id. */
async function startBulk(client: Client, order: BulkOrder): Promise<boolean> {
  const memo = { order, progress: NO_PROGRESS } satisfies BulkMemo;
  const state: BulkState = { ...memo, at: null, cursor: null, pass: null, refused: [] };
  const run = await guarded(client.connection, () =>
    startOnce<BulkState>(client, 'bulk', {
      workflowId: bulkId(order.brand, order.id),
      args: [state],
      memo: { ...memo },
      typedSearchAttributes: typedAttributes({ Brand: order.brand }),
      staticSummary: `Order of ${order.by}: ${order.decision} all of ${JSON.stringify(order.filter)}`.slice(0, 200),
      priority: { fairnessKey: order.brand },
    }),
  );
  return run !== null;
}
