import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { resolveCall } from '../../workflows/contracts/messages.js';
import { callRunId } from '../../workflows/contracts/names.js';
import type { RunState } from '../../workflows/contracts/runs/run.js';
import { resetToStart } from '../support/reset-run.js';
import {
  closedState,
  eventOf,
  newPlayer,
  only,
  openState,
  type Routing,
  startRouting,
  until,
} from '../support/routing.js';
import { waitsAMoment } from '../workflows/journeys/index.js';

const ACTION = 'credit-bonus-funds';
const FUNDS = '/bonus/credit/funds';

/** Funds are credited by an endpoint that honours no key, with one request; royal's are stale after six seconds. */
function creditedOnce(brand: BrandCatalogue): BrandCatalogue {
  const action = brand.actions.get(ACTION);
  if (!action) return brand;
  const expires = brand.brand === 'royal' ? 6_000 : null;
  const once = { ...action, mode: 'once', status: null, guards: [], limits: [], expires } as const;
  return { ...brand, actions: new Map(brand.actions).set(ACTION, once) };
}

let routing: Routing;
beforeAll(async () => {
  routing = await startRouting(undefined, creditedOnce);
  await routing.operator.settings({ honourIdempotencyKey: false });
});
afterEach(() => routing.rest());
afterAll(() => routing.close());

/** A run whose story waits for its call for a moment, and the run in which the call lives on, if it does. */
async function start(brand: 'lucky' | 'royal' = 'lucky') {
  const playerId = newPlayer();
  const { id } = only(
    await routing.journeys([waitsAMoment]).accept(eventOf('withdrawal.requested', playerId, { brand })),
    'started',
  );
  const key = async () => (await openState(routing.client, id)).calls[0]?.callKey ?? '';
  const callRun = async () => callRunId(brand, await key());
  const paid = async () => (await routing.operator.ledger()).filter(({ user }) => user === playerId).length;
  return { id, playerId, key, callRun, paid };
}

const settled = (id: string) =>
  until(
    () => openState(routing.client, id).catch(() => null),
    (state): boolean => state !== null && (state.parked.length > 0 || state.outcome !== null),
  ) as Promise<RunState>;

async function retry(id: string, callKey: string): Promise<void> {
  const word = { callKey, decision: 'retry', acknowledge: 'may-pay-twice', by: 'ann' } as const;
  await routing.client.workflow.getHandle(id).executeUpdate(resolveCall, { args: [word] });
}

test('a story that was reset leaves its call to the run in which it lives: one word sends one request', async () => {
  await routing.work();
  await routing.operator.fault({ path: FUNDS, times: 1, answer: { cut: 'before-headers' } });
  const run = await start();
  expect((await closedState(routing.client, run.id)).outcome).toBe('pending');
  const [key, call] = [await run.key(), await run.callRun()];
  await settled(call);
  await resetToStart(routing, run.id);
  const again = await settled(run.id);
  if (again.parked.length > 0) await retry(run.id, key);
  await retry(call, key);
  await closedState(routing.client, call);
  expect([await run.paid(), again.outcome]).toEqual([1, 'pending']);
});

test('handed over before it knew what the run before the reset has sent, a call is not sent as if it were new', async () => {
  await routing.work();
  const run = await start();
  expect((await closedState(routing.client, run.id)).outcome).toBe('delivered');
  const call = await run.callRun();
  await routing.rest();
  await routing.work([]);
  await resetToStart(routing, run.id);
  expect((await closedState(routing.client, run.id)).outcome).toBe('pending');
  await routing.rest();
  await routing.work();
  const state = await settled(call);
  expect([await run.paid(), state.parked.length]).toEqual([1, 1]);
});

test('a call that has waited in its queue until it is stale is not sent', async () => {
  await routing.work([]);
  const run = await start('royal');
  const begun = Date.now();
  const call = await run.callRun();
  expect((await closedState(routing.client, run.id)).outcome).toBe('pending');
  await until(
    () => Promise.resolve(Date.now()),
    (now) => now > begun + 6_000,
  );
  await routing.rest();
  await routing.work();
  expect((await closedState(routing.client, call)).outcome).toBe('abandoned: expired');
  expect(await run.paid()).toBe(0);
});

test('a call on its own is cut off by what ends its journey, and not by what is about another run of it', async () => {
  await routing.work([]);
  const run = await start();
  const call = await run.callRun();
  expect((await closedState(routing.client, run.id)).outcome).toBe('pending');
  const cancel = (withdrawalId: string) =>
    routing.journeys([waitsAMoment]).accept(eventOf('withdrawal.cancelled', run.playerId, { data: { withdrawalId } }));
  await cancel('w-2');
  const state = await until(
    () => openState(routing.client, call),
    ({ ignored, status }) => Object.keys(ignored).length > 0 || status !== 'open',
  );
  expect(state).toMatchObject({ status: 'open', ignored: { 'withdrawal.cancelled: it is about another run': 1 } });
  await cancel('w-1');
  expect(await closedState(routing.client, call)).toMatchObject({ status: 'exited', calls: [{ status: 'abandoned' }] });
});

test('an exit while a call is being handed over cuts it off in its own run', async () => {
  let handOver: () => void = () => undefined;
  const mayHandOver = new Promise<void>((resolve) => (handOver = resolve));
  let asked = false;
  await routing.work([], ({ startCallRun, ...real }) => ({
    ...real,
    startCallRun: async (...order) => {
      asked = true;
      await mayHandOver;
      await startCallRun(...order);
    },
  }));
  const run = await start();
  const call = await run.callRun();
  await until(
    () => Promise.resolve(asked),
    (begun) => begun,
  );
  await routing.journeys([waitsAMoment]).accept(eventOf('player.excluded', run.playerId));
  await until(
    () => openState(routing.client, run.id),
    ({ status }) => status === 'exiting',
  );
  handOver();
  expect((await closedState(routing.client, run.id)).status).toBe('exited');
  expect(await closedState(routing.client, call)).toMatchObject({
    outcome: 'cancelled by its journey: exited on player.excluded',
    calls: [{ status: 'abandoned', reason: 'exited' }],
  });
});
