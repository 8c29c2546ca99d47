import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import type { Redo, RedoPlan, RedoStatus } from '../../../client/redo/redo.js';
import { redoKey } from '../../../workflows/contracts/calls/call-key.js';
import type { RedoFilter, RedoOrder } from '../../../workflows/contracts/calls/redo.js';
import { redoOrderId } from '../../../workflows/contracts/names.js';
import { money, parkCall } from '../../support/parked-calls.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { closedState, newPlayer, openState, useRouting, until } from '../../support/routing.js';
import { startRoutingWorker } from '../../support/worker-process.js';
import { routeCalls, routeCallsAndWaits } from '../../workflows/routing-journeys.js';
import { begin, ended } from './calls.js';

quietRuntime();
const routing = useRouting();
let redo: Redo;
beforeAll(() => {
  ({ redo } = routing.journeys([routeCalls, routeCallsAndWaits]));
});
beforeEach(async () => {
  await routing.operator.reset();
  routing.redeclare((brand) => brand);
});

const order = (id: string, filter: RedoFilter, changes: Partial<RedoOrder> = {}): RedoOrder => ({
  ...{ kind: 'redo', brand: 'lucky', id, by: 'dana', reason: 'the operator takes them now', filter, perSecond: 50 },
  ...changes,
});

/** The plan for a filter, once visibility shows all that is waited for. */
function planOf(filter: RedoFilter, count: number, brand = 'lucky'): Promise<RedoPlan> {
  return until(
    () => redo.plan(brand, filter),
    (plan) => plan.count === count,
  );
}

function finished({ brand, id }: RedoOrder, limit?: number): Promise<RedoStatus> {
  return until(
    () => redo.progress(brand, id),
    ({ progress }) => progress.finished !== null,
    limit,
  );
}

/** Lets the operator refuse each call; five calls in a row that are refused before they are sent would hold their action. */
const refuseAll = () => routing.operator.fault({ path: '/bonus/cancel', times: 1_000, answer: { status: 422 } });

/** A number of calls that the operator refuses; it accepts them when this answers. */
async function refusedCalls(count: number) {
  await refuseAll();
  const product = routing.journeys([routeCalls]);
  const start = () => begin(routing, routeCalls, newPlayer(), 'lucky', product);
  const runs = [await start()];
  while (runs.length < count)
    runs.push(...(await Promise.all(Array.from({ length: Math.min(5, count - runs.length) }, start))));
  const calls = await Promise.all(runs.map((run) => ended(routing, run)));
  await acceptAll();
  return calls;
}

/** A run whose call is refused, and that waits for a deposit. */
async function refusedAndWaiting(): Promise<string> {
  await refuseAll();
  const { id } = await begin(routing, routeCallsAndWaits);
  await until(
    () => openState(routing.client, id),
    (state) => state.waitingFor.includes('deposit.made'),
  );
  await acceptAll();
  return id;
}

/** The number of callbacks that were sent before the operator accepted again. */
let sentBefore = 0;

async function acceptAll(): Promise<void> {
  await routing.operator.fault({ path: '/bonus/cancel', times: 0, answer: {} });
  sentBefore = (await routing.operator.callbacks()).length;
}

const keysSent = async () => {
  const callbacks = await routing.operator.callbacks();
  return callbacks
    .slice(sentBefore)
    .map(({ headers }) => headers['idempotency-key'])
    .sort();
};

it(
  '30 calls are planned, then done again once each; the order again changes nothing',
  { timeout: 90_000 },
  async () => {
    const calls = await refusedCalls(30);
    const waiting = await refusedAndWaiting();
    const filter = {
      action: 'cancel-bonus',
      destination: 'operator',
      outcome: 'refused',
      reasonContains: '422',
    } as const;
    const plan = await planOf(filter, 31);
    expect(plan).toMatchObject({
      maybeSent: 0,
      unknownAmounts: 31,
      impossible: 0,
      redone: 0,
      complete: true,
      unread: 0,
    });
    expect(plan.sample).toHaveLength(10);
    expect(plan.sample[0]).not.toHaveProperty('request');
    expect(await redo.plan('royal', filter)).toMatchObject({ count: 0 });
    expect(await redo.plan('lucky', { ...filter, journey: 'route-calls' })).toMatchObject({ count: 30 });
    expect(await redo.plan('lucky', { ...filter, rule: 'route-calls', playerId: 'nobody' })).toMatchObject({
      count: 0,
    });
    expect(await redo.plan('lucky', { ...filter, playerId: calls[3]?.playerId ?? '' })).toMatchObject({ count: 1 });
    expect(await redo.plan('lucky', { ...filter, before: '2020-01-01T00:00:00.000Z' })).toMatchObject({ count: 0 });
    expect(await keysSent()).toEqual([]);

    const one = order('mended', filter);
    expect(await redo.all(one, plan.plan)).toMatchObject({ given: true, progress: { done: 0, finished: null } });
    const { progress } = await finished(one, 60_000);
    expect(progress).toMatchObject({ found: 31, done: 31, gone: 0, failed: 0, stopped: null });
    const { calls: kept } = await openState(routing.client, waiting);
    const meant = [...calls.map(({ callKey }) => callKey), kept[0]?.callKey ?? ''];
    await until(keysSent, (keys) => keys.length === 31);
    expect(await keysSent()).toEqual(meant.map((key) => redoKey('lucky', key)).sort());
    const state = await closedState(routing.client, `lucky:~call:${redoKey('lucky', meant[0] ?? '')}`);
    expect(state.journal.find(({ what }) => what === 'redo')?.text).toContain(
      'by dana, order mended: the operator takes them',
    );

    expect(await redo.all(one, plan.plan)).toEqual({ given: false, order: one, progress });
    expect(await redo.all(one, 'a plan of long ago')).toEqual({ given: false, order: one, progress });
    await expect(redo.all({ ...one, reason: 'other' }, plan.plan)).rejects.toMatchObject({ field: 'id' });
    await expect(redo.progress('royal', 'mended')).rejects.toMatchObject({ name: 'NothingKnown' });
    expect(await planOf(filter, 0)).toMatchObject({ redone: 31 });
    await routing.journeys([]).cancel(waiting, { by: 'ann', reason: 'the test is over' });
    await closedState(routing.client, waiting);
  },
);

it('is not ordered without its plan, nor with that of another filter', async () => {
  const filter = { action: 'cancel-bonus' };
  const { plan } = await redo.plan('lucky', { ...filter, outcome: 'refused' });
  for (const wrong of [plan, 'x', '']) {
    await expect(redo.all(order('unplanned', filter), wrong)).rejects.toMatchObject({
      name: 'OrderRefused',
      field: 'plan',
    });
  }
  await expect(redo.progress('lucky', 'unplanned')).rejects.toMatchObject({ name: 'NothingKnown' });
});

it('leaves out what may have arrived, unless that is acknowledged', { timeout: 60_000 }, async () => {
  const { attention } = routing.journeys([]);
  const parked = await Promise.all(
    ['3.00', '4.00'].map((amount) => parkCall(routing.client, { playerId: newPlayer(), ...money(amount) })),
  );
  for (const [place, { callKey, id }] of parked.entries()) {
    const moneyMoved = place === 0 ? ('unknown' as const) : ('no' as const);
    const decide = () => attention.resolve({ brand: 'lucky', callKey, decision: 'skip', moneyMoved, by: 'ann' });
    await until(
      () => decide().catch((error: unknown) => error),
      (answer) => !(answer instanceof Error),
    );
    await closedState(routing.client, id);
  }
  const filter = { outcome: 'abandoned', action: 'credit-bonus-funds' } as const;
  const plan = await planOf(filter, 2);
  expect(plan).toMatchObject({ maybeSent: 1, money: { EUR: '7' }, unknownAmounts: 0 });
  const careful = order('careful', filter);
  await redo.all(careful, plan.plan);
  expect((await finished(careful)).progress).toMatchObject({ found: 1, done: 1 });
  const again = await planOf(filter, 1);
  const bold = order('bold', filter, { acknowledge: 'may-pay-twice' });
  await redo.all(bold, again.plan);
  expect((await finished(bold)).progress).toMatchObject({ found: 1, done: 1 });
});

it(
  'a worker that is killed, and a run that none can read, change nothing: each other call is done again once',
  { timeout: 180_000 },
  async () => {
    const calls = await refusedCalls(30);
    const after = calls.map(({ undelivered }) => undelivered?.at ?? '').sort()[0] ?? '';
    const filter = { action: 'cancel-bonus', after };
    // Of a journey that the workers which carry out the order do not know.
    const unread = await refusedAndWaiting();
    const plan = await planOf(filter, 31);
    await routing.rest();
    const data = await mkdtemp(path.join(tmpdir(), 'waypost-redo-'));
    const worker = await startRoutingWorker(routing, data);
    const slow = order('survives', filter, { perSecond: 10 });
    await redo.all(slow, plan.plan);
    await until(keysSent, (keys) => keys.length > 0, 60_000);
    await worker.kill();
    const second = await startRoutingWorker(routing, data);
    onTestFinished(async () => {
      await second.kill();
      await rm(data, { recursive: true });
    });
    const { progress } = await finished(slow, 120_000);
    expect(progress).toMatchObject({ found: 31, done: 30, gone: 0, failed: 1, stopped: null });
    expect(progress.failures).toMatchObject([{ run: unread, reason: expect.stringContaining("can't be read") }]);
    await until(keysSent, (keys) => new Set(keys).size === 30, 60_000);
    expect([...new Set(await keysSent())]).toEqual(calls.map(({ callKey }) => redoKey('lucky', callKey)).sort());
    const { status } = await routing.client.workflow.getHandle(redoOrderId('lucky', 'survives')).describe();
    expect(status.name).toBe('COMPLETED');
  },
);
