import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { giveBulkOrder } from '../../client/bulk/bulk-orders.js';
import { readHolds, sendHold, sendRelease } from '../../client/holds/holds.js';
import { createLimitKeeper } from '../../client/limits/limit-keeper.js';
import { createLimitsWorker, runWorkers, shutDown } from '../../worker/create-workers.js';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { BulkAnswer, BulkPage, BulkProgress } from '../../workflows/contracts/keepers/bulk.js';
import { WAYPOST } from '../../workflows/contracts/keepers/hold.js';
import { bulkId, holdsId, JOURNEYS_QUEUE } from '../../workflows/contracts/names.js';
import { holdOf } from '../support/in-memory-holds.js';
import { claimOf, limitedCall, untilAnswered } from '../support/limited-call.js';
import { quietRuntime } from '../support/quiet-runtime.js';
import { until } from '../support/routing.js';
import { freshNamespace, type TestNamespace } from '../support/temporal.js';

/** Temporal suggests to continue as new from four megabytes on, and warns of a message of half a megabyte. */
const JUNK = 'x'.repeat(500_000);
const ENOUGH = 9;
const PAGES = 6;

const woken: string[] = [];
const resolved: string[] = [];
const activities: Pick<Activities, 'wakeHeld' | 'findParked' | 'resolveParked'> = {
  wakeHeld: async (_brand, { id }) => void woken.push(id),
  findParked: async (_order, _at, cursor) => pageAt(Number(cursor?.split(':')[0] ?? 0)),
  resolveParked: async (_order, calls) => {
    resolved.push(...calls.map(({ callKey }) => callKey));
    return calls.map((): BulkAnswer => ({ kind: 'done', at: new Date(0).toISOString() }));
  },
};

/** Pages of a call each; their cursors are so long that they fill a history. */
function pageAt(number: number): BulkPage {
  const since = '2026-03-01T12:00:00.000Z';
  const callKey = `wp_${number}`;
  return {
    calls: [{ run: `lucky:~call:${callKey}`, callKey, since }],
    next: number === PAGES - 1 ? null : `${number + 1}:${JUNK}`,
  };
}

quietRuntime();
let place: TestNamespace;
let stop: () => Promise<void>;
beforeAll(async () => {
  place = await freshNamespace();
  const { namespace } = place;
  const connection = await NativeConnection.connect({ address: place.address });
  const workflows = { workflowBundle: { codePath: inject('workflowBundle') } };
  const workers = await Promise.all([
    createLimitsWorker({ connection, namespace, workflows }),
    Worker.create({ connection, namespace, ...workflows, taskQueue: JOURNEYS_QUEUE, activities }),
  ]);
  const running = runWorkers(workers);
  stop = async () => {
    shutDown(workers);
    await running;
    await Promise.all([connection.close(), place.close()]);
  };
});
afterAll(() => stop());

/**
 * Fills the history of a workflow until it has continued as new. Each message is taken in before the next one: of more
 * than four megabytes at once, gRPC hands out nothing.
 */
async function fill(id: string, send: (junk: string) => Promise<void>): Promise<void> {
  const describe = () => place.client.workflow.getHandle(id).describe();
  const { runId: first } = await describe();
  for (let sent = 0; sent < ENOUGH; sent++) {
    await send(JUNK);
    await until(describe, ({ raw }) => !raw.pendingWorkflowTask);
  }
  await until(describe, ({ runId }) => runId !== first);
}

it.concurrent('a keeper of a limit that begins anew has forgotten no reservation and no call that counts', async () => {
  const { client } = place;
  const claim = claimOf('long', { count: 2 });
  const keeper = createLimitKeeper(client);
  const reserve = (callKey: string) => untilAnswered((asked) => keeper.reserve(limitedCall(callKey, [claim]), asked));
  const settle = (callKey: string, counts: boolean) => keeper.settle(limitedCall(callKey, [claim]), counts, Date.now());
  await reserve('counts');
  await reserve('open');
  await settle('counts', true);
  await fill(claim.keeper, (junk) => client.workflow.getHandle(claim.keeper).signal('settleLimit', [], junk));

  expect(await reserve('late')).toMatchObject({
    kind: 'suppressed',
    reason: expect.stringMatching(/2 of 2 calls .*including 1/),
  });
  await settle('open', false);
  expect(await reserve('late')).toEqual({ kind: 'reserved' });
});

it.concurrent('the holds of a brand stay in force, and who waited for a released one is still told', async () => {
  const { client } = place;
  const stays = holdOf('action', 'credit-referrer', { id: 'auto:action:credit-referrer', by: WAYPOST });
  const goes = holdOf('destination', 'operator');
  await sendHold(client, 'lucky', stays);
  await sendHold(client, 'lucky', goes);
  await sendRelease(client, 'lucky', { id: goes.id, by: 'ops' });
  await fill(holdsId('lucky'), (junk) => sendHold(client, 'lucky', { ...stays, reason: junk }));

  expect((await readHolds(client, 'lucky')).holds).toEqual([stays]);
  await until(
    async () => woken,
    (ids) => ids.includes(goes.id),
  );
  await sendRelease(client, 'lucky', { id: stays.id, by: 'ops' });
  const released = await until(
    () => readHolds(client, 'lucky'),
    ({ holds, settled }) => settled && holds.length === 0,
  );
  expect(released.holds).toEqual([]);
});

it.concurrent('an order by filter goes on where it was, and its memo tells of all that it has done', async () => {
  const { client } = place;
  const order = { brand: 'lucky', id: 'long', by: 'ann', filter: { action: 'a' }, decision: 'retry', perSecond: 50 };
  await giveBulkOrder(client, { ...order, decision: 'retry' });
  const handle = client.workflow.getHandle(bulkId('lucky', 'long'));
  const { runId } = await handle.describe();
  const progress = (await handle.result()) as BulkProgress;
  expect(progress).toMatchObject({ done: PAGES, gone: 0, failed: 0, stopped: null });
  expect(resolved.slice(0, PAGES)).toEqual(Array.from({ length: PAGES }, (_, number) => `wp_${number}`));
  const last = await handle.describe();
  expect([last.runId === runId, last.memo]).toEqual([false, { order, progress }]);
});
