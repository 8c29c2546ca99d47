import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { OrderRefused } from '../../../client/errors.js';
import type { TestOrder } from '../../../client/journey-client.js';
import { lines } from '../../support/journey-kit.js';
import { closedState, eventOf, kinds, newPlayer, useRouting, until } from '../../support/routing.js';
import { routeCalls } from '../../workflows/routing-journeys.js';

const TESTER = 'tester-1';

const routing = useRouting(undefined, (brand) => ({ ...brand, testPlayers: [TESTER] }));
beforeEach(() => routing.operator.reset());

const orderOf = (changes: Partial<TestOrder> = {}): TestOrder => ({
  ...{
    brand: 'lucky',
    action: 'apply-tag',
    playerId: newPlayer(),
    id: randomUUID(),
    fields: { tag: 'test' },
    event: {},
  },
  ...changes,
});

it('a test at the destination is a call like any other, in a run of its own, and the same id is the same call', async () => {
  await routing.operator.fault({ path: '/players/*', times: 1, answer: { status: 503 } });
  const order = orderOf();
  const product = routing.journeys([]);
  const [first, second] = [await product.test(order), await product.test(order)];
  expect([first.started, second]).toEqual([true, { ...first, started: false }]);
  const state = await closedState(routing.client, first.id);
  expect(state).toMatchObject({
    status: 'ended',
    journey: '~call:apply-tag',
    outcome: 'delivered: 200: Success is true',
  });
  expect(lines(state, 'attempt')).toHaveLength(2);
  const keys = (await routing.operator.callbacks()).map(({ headers }) => headers['idempotency-key']);
  expect(new Set(keys)).toEqual(new Set([first.callKey]));
});

it('money goes to test players of the brand alone', async () => {
  const money = { action: 'credit-bonus-code', fields: { bonusCode: 'W50' } };
  const refusal = await routing
    .journeys([])
    .test(orderOf(money))
    .catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(OrderRefused);
  expect(refusal).toMatchObject({ field: 'playerId', message: expect.stringContaining('testPlayers') });
  const { id } = await routing.journeys([]).test(orderOf({ ...money, playerId: TESTER }));
  expect((await closedState(routing.client, id)).outcome).toMatch(/^delivered/);
  expect(await routing.operator.ledger()).toMatchObject([{ user: TESTER, kind: 'bonus-credited' }]);
});

it('an event on which journeys of the brand exit cuts off calls of the player that live on their own', async () => {
  const playerId = newPlayer();
  await routing.operator.fault({ path: `/players/${playerId}/tags`, times: 1_000, answer: { status: 429 } });
  const product = routing.journeys([routeCalls]);
  const { id } = await product.test(orderOf({ playerId }));
  await until(
    () => product.list({ brand: 'lucky', playerId, journey: '~call:apply-tag', status: 'open', limit: 10 }),
    ({ runs }) => runs.some((run) => run.id === id && run.waitingFor !== null),
  );
  const decisions = await product.accept(eventOf('player.excluded', playerId));
  expect(kinds(decisions)).toEqual(['not-eligible']);
  const state = await closedState(routing.client, id);
  expect(state).toMatchObject({ status: 'exited', calls: [{ status: 'abandoned', reason: 'exited' }] });
});
