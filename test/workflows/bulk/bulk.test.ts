import { randomUUID } from 'node:crypto';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Activities } from '../../../workflows/contracts/activities.js';
import {
  type BulkAnswer,
  type BulkCall,
  type BulkOrder,
  type BulkPage,
  type BulkProgress,
  type BulkState,
  NO_PROGRESS,
} from '../../../workflows/contracts/keepers/bulk.js';
import { JOURNEYS_QUEUE } from '../../../workflows/contracts/names.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { freshNamespace, type TestNamespace } from '../../support/temporal.js';

quietRuntime();
let place: TestNamespace;
let native: NativeConnection;
beforeAll(async () => {
  place = await freshNamespace();
  native = await NativeConnection.connect({ address: place.address });
});
afterAll(async () => {
  await native.close();
  await place.close();
});

const order: BulkOrder = {
  ...{ brand: 'lucky', id: 'o-1', by: 'ann', filter: { action: 'a' }, decision: 'retry', perSecond: 50 },
};
const fresh: BulkState = { order, progress: NO_PROGRESS, at: null, cursor: null, pass: null, refused: [] };

/** Some calls of runs of their own. */
const calls = (from: number, to: number): BulkCall[] =>
  Array.from({ length: to - from }, (_, place) => {
    const callKey = `wp_${from + place}`;
    return { run: `lucky:~call:${callKey}`, callKey, since: '2026-03-01T12:00:00.000Z' };
  });

/** Runs an order over pages that are the same in each pass; answers with its end, and the cursors that were asked for. */
async function run(
  state: BulkState,
  pages: Readonly<Record<string, BulkPage>>,
  answer: (call: BulkCall, asked: number) => BulkAnswer,
): Promise<{ progress: BulkProgress; asked: (string | null)[] }> {
  const asked: (string | null)[] = [];
  const times = new Map<string, number>();
  const activities: Pick<Activities, 'findParked' | 'resolveParked'> = {
    findParked: async (_order, _at, cursor) => {
      asked.push(cursor);
      return pages[cursor ?? ''] ?? { calls: [], next: null };
    },
    resolveParked: async (_order, batch) =>
      batch.map((call) => {
        times.set(call.callKey, (times.get(call.callKey) ?? 0) + 1);
        return answer(call, times.get(call.callKey) ?? 0);
      }),
  };
  const worker = await Worker.create({
    connection: native,
    namespace: place.namespace,
    taskQueue: JOURNEYS_QUEUE,
    workflowBundle: { codePath: inject('workflowBundle') },
    activities,
  });
  const progress = await worker.runUntil(
    place.client.workflow.execute<(state: BulkState) => Promise<BulkProgress>>('bulk', {
      ...{ workflowId: randomUUID(), taskQueue: JOURNEYS_QUEUE, args: [state] },
    }),
  );
  return { progress, asked };
}

const done = (): BulkAnswer => ({ kind: 'done', at: new Date().toISOString() });
const FIRST = new Map<string, BulkAnswer>();
/** Said again, a decision gets the first answer. */
function first({ callKey }: BulkCall): BulkAnswer {
  const answer = FIRST.get(callKey) ?? done();
  FIRST.set(callKey, answer);
  return answer;
}

it('reads all pages, looks again for what is left, and counts each call once', async () => {
  FIRST.clear();
  const pages = { '': { calls: calls(0, 250), next: 'p-2' }, 'p-2': { calls: calls(250, 260), next: null } };
  const { progress, asked } = await run(fresh, pages, first);
  expect(progress).toMatchObject({ found: 260, done: 260, gone: 0, failed: 0, stopped: null });
  expect(asked).toEqual([null, 'p-2', null, 'p-2']);
});

it('goes on from where an earlier run of it has continued as new', async () => {
  FIRST.clear();
  const began = new Date(Date.now() - 60_000).toISOString();
  const carried: BulkState = {
    ...{ order, at: began, cursor: 'p-2', refused: ['wp_7'] },
    pass: { number: 1, began, done: 200, unanswered: [] },
    progress: { ...NO_PROGRESS, found: 201, done: 200, failed: 1, failures: [] },
  };
  const pages = { '': { calls: [], next: null }, 'p-2': { calls: calls(7, 10), next: null } };
  const { progress, asked } = await run(carried, pages, first);
  expect(progress).toMatchObject({ found: 203, done: 202, failed: 1 });
  expect(asked[0]).toBe('p-2');
});

it('asks three times about runs for which no worker answers, then tells that they have failed', async () => {
  FIRST.clear();
  const pages = { '': { calls: calls(0, 2), next: null } };
  const silent = { kind: 'unanswered', reason: 'no worker took the decision' } as const;
  const { progress, asked } = await run(fresh, pages, (call, time) =>
    call.callKey === 'wp_1' && time > 2 ? first(call) : silent,
  );
  expect(asked).toHaveLength(4);
  expect(progress).toMatchObject({
    found: 2,
    done: 1,
    failed: 1,
    failures: [{ callKey: 'wp_0', reason: silent.reason }],
  });
});

it('is given up when more than a thousand calls refuse it', async () => {
  const pages = { '': { calls: calls(0, 1_500), next: 'p-2' }, 'p-2': { calls: calls(1_500, 3_000), next: null } };
  const { progress, asked } = await run(fresh, pages, () => ({ kind: 'failed', reason: 'say whether money moved' }));
  expect(asked).toEqual([null]);
  expect(progress.stopped).toMatch(/1000 calls refuse/);
  expect(progress).toMatchObject({ done: 0, failed: 1_200, found: 1_200 });
  expect(progress.failures).toHaveLength(20);
});
