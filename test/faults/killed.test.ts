import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { quietRuntime } from '../support/quiet-runtime.js';
import { eventually } from './eventually.js';
import { type Setting, startSetting, type Won } from './setting.js';
import { standing } from './standing.js';

const FUNDS = '/bonus/credit/funds';
const FOR_EVER = { delayMs: 600_000 };
const BLOCKS = '/userblocks/p-preparing';

quietRuntime();
let setting: Setting;
let payments: Record<'once' | 'onceForgetful' | 'reconcile' | 'reconcileForgetful' | 'idempotent', Won>;
let preparing: Won;

/**
 * A worker is killed when the operators have paid and not answered yet, and while it holds a workflow task in which it
 * asks about a player. Then the player and the catalogue change, and another worker takes over.
 */
beforeAll(async () => {
  setting = await startSetting();
  const { fair, forgetful } = setting.operators;
  const first = setting.work('first');
  await first.ready;
  await fair.fault({ path: FUNDS, times: 3, answer: FOR_EVER });
  await forgetful.fault({ path: FUNDS, times: 2, answer: FOR_EVER });
  payments = {
    once: await setting.win('fair', 'once'),
    onceForgetful: await setting.win('forgetful', 'once'),
    reconcile: await setting.win('fair', 'reconcile'),
    reconcileForgetful: await setting.win('forgetful', 'reconcile'),
    idempotent: await setting.win('fair', 'idempotent'),
  };
  await Promise.all(Object.values(payments).map(({ paid }) => eventually(paid, ({ length }) => length === 1)));
  await forgetful.setPlayer('p-preparing', { details: { first_name: 'Ada' } });
  await forgetful.fault({ path: BLOCKS, times: 1, answer: { delayMs: 900 } });
  preparing = await setting.win('forgetful', 'by-name', 'p-preparing');
  await eventually(forgetful.requests, (requests) => requests.some(({ path }) => path === BLOCKS));
  await first.kill();

  await forgetful.setPlayer('p-preparing', { details: { first_name: 'Grace' } });
  await setting.changeTemplate('second');
  await setting.work('second').ready;
  await Promise.all([preparing, ...Object.values(payments)].map((won) => won.settled()));
}, 120_000);
afterAll(() => setting.close());

test.each(['once', 'onceForgetful'] as const)('%s: one request, and a person is asked', async (name) => {
  expect(await standing(payments[name])).toBe('parked, 1 sent, 1 paid');
  expect((await payments[name].settled()).parked).toMatchObject([{ maybeSent: true, attempts: 1 }]);
});

test.each(['reconcile', 'reconcileForgetful'] as const)('%s: one request, and it is found done', async (name) => {
  expect(await standing(payments[name])).toBe('delivered, 1 sent, 1 paid');
  const { journal } = await payments[name].settled();
  expect(journal.filter(({ what }) => what === 'asked').map(({ text }) => text)).toEqual([
    expect.stringMatching(/^reconcile: done, /),
  ]);
});

test('idempotent: sent again with the same key and bytes, though the catalogue has changed, and paid once', async () => {
  expect(await standing(payments.idempotent)).toBe('delivered, 2 sent, 1 paid');
});

test('a workflow task that is done again sends once, and what stands in the history', async () => {
  expect(await standing(preparing)).toBe('delivered, 1 sent, 1 paid');
  const [request] = await preparing.sent();
  expect(request).toMatchObject({ query: { template: 'second' }, body: { reason: 'second', name: 'Grace' } });
  const { events } = await preparing.handle.fetchHistory();
  const inputs = (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
    scheduled?.activityType?.name === 'sendCallback' ? (scheduled.input?.payloads ?? []) : [],
  );
  expect(inputs.map(({ data }) => JSON.parse(Buffer.from(data ?? []).toString()) as unknown)).toMatchObject([
    { call: { body: request?.rawBody, path: `${FUNDS}?template=second` } },
  ]);
});

test('replayed, a run comes to the same, and nothing leaves', async () => {
  const bundle = { workflowBundle: { codePath: inject('workflowBundle') } };
  for (const { handle, id } of [payments.once, payments.idempotent, preparing]) {
    await Worker.runReplayHistory(bundle, await handle.fetchHistory(), id);
  }
  expect(await standing(payments.once)).toBe('parked, 1 sent, 1 paid');
});

test.each([
  ['once', 'delivered, 2 sent, 1 paid'],
  ['onceForgetful', 'delivered, 2 sent, 2 paid'],
] as const)('%s, resent by a person: the same key and bytes, signed anew', async (name, expected) => {
  await payments[name].retry();
  expect(await standing(payments[name])).toBe(expected);
  const sent = await payments[name].sent();
  expect(sent[0]?.query).toEqual({ template: 'first' });
  const [first, second] = sent.map(({ headers }) => Number(headers['webhook-timestamp']));
  expect(second).toBeGreaterThan(first ?? NaN);
});
