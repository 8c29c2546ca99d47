import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import type { Attention, BulkStatus } from '../../../client/attention/attention.js';
import type { BulkOrder } from '../../../workflows/contracts/keepers/bulk.js';
import { bulkId } from '../../../workflows/contracts/names.js';
import { money, parkCall } from '../../support/parked-calls.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { closedState, openState, useRouting, until } from '../../support/routing.js';
import { startRoutingWorker } from '../../support/worker-process.js';

quietRuntime();
const routing = useRouting();
let attention: Attention;
beforeAll(() => {
  ({ attention } = routing.journeys([]));
});
beforeEach(() => routing.operator.reset());

type Parked = Awaited<ReturnType<typeof parkCall>>;

/** Parks so many calls, and waits until all are listed. */
async function park(count: number, changes: Parameters<typeof parkCall>[1], why?: string): Promise<Parked[]> {
  const calls: Parked[] = [];
  while (calls.length < count) {
    const batch = Array.from({ length: Math.min(50, count - calls.length) }, () =>
      parkCall(routing.client, changes, why),
    );
    calls.push(...(await Promise.all(batch)));
  }
  const keys = new Set(calls.map(({ callKey }) => callKey));
  await until(
    () => parkedKeys(changes?.brand ?? 'lucky'),
    (listed) => listed.filter((key) => keys.has(key)).length === count,
    60_000,
  );
  return calls;
}

/** The keys of all parked calls of a brand, page by page. */
async function parkedKeys(brand: string): Promise<string[]> {
  const keys: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await attention.list({ brand, kind: 'parked-call', limit: 200, ...(cursor ? { cursor } : {}) });
    keys.push(...page.items.flatMap(({ call }) => call?.callKey ?? []));
    cursor = page.next;
  }
  return keys;
}

function order(id: string, changes: Partial<BulkOrder>): BulkOrder {
  return { brand: 'lucky', id, by: 'ann', filter: {}, decision: 'delivered', perSecond: 200, ...changes };
}

/** How an order has ended. */
function ended({ brand, id }: BulkOrder): Promise<BulkStatus> {
  return until(
    () => attention.progress(brand, id),
    ({ progress }) => progress.finished !== null,
  );
}

it(
  '220 calls are resolved by filter, with progress; other calls and brands are left alone; twice changes nothing',
  { timeout: 120_000 },
  async () => {
    const meant = await park(220, { action: 'apply-tag' });
    const others = await park(3, money('5.00'));
    const royal = await park(3, { brand: 'royal', action: 'apply-tag' });
    const one = order('o-1', { filter: { action: 'apply-tag', reason: 'not sent again' }, note: 'outage of 1 March' });
    expect(await attention.resolveAll(one)).toMatchObject({ given: true, progress: { found: 0, finished: null } });

    const under = await until(
      () => attention.progress('lucky', 'o-1'),
      ({ progress }) => progress.done > 0,
    );
    expect(under.progress.finished).toBeNull();
    expect(under.progress.done).toBeLessThan(220);
    const { progress } = await ended(one);
    expect(progress).toMatchObject({ found: 220, done: 220, gone: 0, failed: 0, failures: [], stopped: null });
    const state = await closedState(routing.client, meant.at(-1)?.id ?? '');
    expect(state.resolutions).toMatchObject([{ by: 'ann', order: 'o-1', note: 'outage of 1 March' }]);
    await until(
      () => parkedKeys('lucky'),
      (keys) => JSON.stringify(keys.sort()) === JSON.stringify(others.map(({ callKey }) => callKey).sort()),
    );
    expect((await parkedKeys('royal')).sort()).toEqual(royal.map(({ callKey }) => callKey).sort());

    expect(await attention.resolveAll({ ...one, by: 'bob' })).toEqual({ given: false, order: one, progress });
    await expect(attention.resolveAll({ ...one, decision: 'skip' })).rejects.toMatchObject({
      name: 'OrderRefused',
      field: 'id',
    });
    const anew = { ...one, id: 'o-2' };
    await attention.resolveAll(anew);
    expect((await ended(anew)).progress).toMatchObject({ found: 0, done: 0 });
    await expect(attention.progress('royal', 'o-1')).rejects.toMatchObject({ name: 'NothingKnown' });
  },
);

it('a call that its run refuses to resolve so is told with its reason, and stays parked', async () => {
  const why = 'of the test of refusals';
  const [sent] = await park(1, { ...money('5.00'), action: 'refuses' }, why);
  const [harmless] = await park(1, { action: 'refuses' }, why);
  const skip = order('refused', { filter: { action: 'refuses' }, decision: 'skip' });
  await attention.resolveAll(skip);
  expect((await ended(skip)).progress).toMatchObject({
    ...{ found: 2, done: 1, failed: 1, stopped: null },
    failures: [
      { callKey: sent?.callKey, run: sent?.id, reason: expect.stringContaining('say with skip whether money moved') },
    ],
  });
  expect((await openState(routing.client, sent?.id ?? '')).parked).toHaveLength(1);
  expect((await closedState(routing.client, harmless?.id ?? '')).outcome).toBe('abandoned: skipped by ann');
});

it('an order to send money again that may have arrived is refused as a whole until it says so', async () => {
  const paid = await park(2, { ...money('12.50'), action: 'pays' });
  const [harmless] = await park(1, { action: 'pays' });
  const retry = order('pays', { filter: { action: 'pays' }, decision: 'retry' });
  await expect(attention.resolveAll(retry)).rejects.toMatchObject({
    name: 'OrderRefused',
    field: 'acknowledge',
    message: expect.stringMatching(/2 calls that fit .* 25 EUR twice/),
  });
  await expect(attention.progress('lucky', 'pays')).rejects.toMatchObject({ name: 'NothingKnown' });
  expect(await routing.operator.requests()).toEqual([]);

  await attention.resolveAll({ ...retry, acknowledge: 'may-pay-twice' });
  expect((await ended(retry)).progress).toMatchObject({ found: 3, done: 3, failed: 0 });
  expect((await closedState(routing.client, paid[0]?.id ?? '')).resolutions).toMatchObject([
    { decision: 'retry', acknowledge: 'may-pay-twice', order: 'pays' },
  ]);
  expect((await closedState(routing.client, harmless?.id ?? '')).outcome).toMatch(/^delivered/);
});

it('what somebody else resolves meanwhile is counted and no error; what is parked anew is not meant', async () => {
  const calls = await park(6, { action: 'slowly' });
  await routing.operator.fault({ path: '/players/*', times: 1, answer: { status: 500 } });
  const slow = order('slow', { filter: { action: 'slowly' }, decision: 'retry', perSecond: 1 });
  await attention.resolveAll(slow);
  await until(
    () => routing.operator.requests(),
    (requests) => requests.length > 0,
  );
  // Newest first: this one's turn comes last.
  const callKey = calls[0]?.callKey ?? '';
  const last =
    (await parkedKeys('lucky')).filter((key) => calls.some((call) => call.callKey === key)).at(-1) ?? callKey;
  await attention.resolve({ brand: 'lucky', callKey: last, decision: 'skip', by: 'bob' });
  expect((await ended(slow)).progress).toMatchObject({ found: 6, done: 5, gone: 1, failed: 0 });
  const sent = (await routing.operator.requests()).map(({ headers }) => headers['idempotency-key']);
  expect(new Set(sent).size).toBe(5);
  expect(sent).toHaveLength(5);
});

it(
  'an order goes on after the worker is killed in its middle, and resolves each call once',
  { timeout: 180_000 },
  async () => {
    const calls = await park(120, { action: 'survives' });
    await routing.rest();
    onTestFinished(async () => {
      await routing.work();
    });
    const data = await mkdtemp(path.join(tmpdir(), 'waypost-bulk-'));
    const first = await startRoutingWorker(routing, data);
    const all = order('survives', { filter: { action: 'survives' }, perSecond: 20 });
    await attention.resolveAll(all);
    const left = () => parkedKeys('lucky').then((keys) => calls.filter(({ callKey }) => keys.includes(callKey)).length);
    await until(left, (count) => count < 100);
    await first.kill();
    expect(await left()).toBeGreaterThan(0);
    expect((await attention.progress('lucky', 'survives')).progress.finished).toBeNull();

    const second = await startRoutingWorker(routing, data);
    onTestFinished(async () => {
      await second.kill();
      await rm(data, { recursive: true });
    });
    const { progress } = await endedInTime(all);
    expect(progress).toMatchObject({ found: 120, done: 120, gone: 0, failed: 0, stopped: null });
    for (const { id } of calls) {
      const { journal } = await closedState(routing.client, id);
      expect(journal.filter(({ what }) => what === 'resolved')).toHaveLength(1);
    }
    const { status } = await routing.client.workflow.getHandle(bulkId('lucky', 'survives')).describe();
    expect(status.name).toBe('COMPLETED');
  },
);

/** Temporal finds out that a worker is dead, by a heartbeat that is missing. */
async function endedInTime(which: BulkOrder): Promise<BulkStatus> {
  for (let tries = 1; ; tries++) {
    try {
      return await ended(which);
    } catch (error) {
      if (tries === 4) throw error;
    }
  }
}
