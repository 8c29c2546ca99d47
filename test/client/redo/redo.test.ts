import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import type { Redo, RedoOneOrder } from '../../../client/redo/redo.js';
import { redoKey } from '../../../workflows/contracts/calls/call-key.js';
import { lines } from '../../support/journey-kit.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { closedState, eventOf, newPlayer, openState, useRouting, until } from '../../support/routing.js';
import { routeCalls, routeCallsAndWaits, routeManyCalls } from '../../workflows/routing-journeys.js';
import { begin, broken, ended, refused } from './calls.js';

quietRuntime();
const routing = useRouting();
let redo: Redo;
beforeEach(async () => {
  await routing.operator.reset();
  routing.redeclare((brand) => brand);
  ({ redo } = routing.journeys([routeCalls, routeCallsAndWaits]));
});

const order = (callKey: string, changes: Partial<RedoOneOrder> = {}): RedoOneOrder => ({
  ...{ brand: 'lucky', callKey, by: 'dana', reason: 'mended the action' },
  ...changes,
});

const keysSent = async () => (await routing.operator.callbacks()).map(({ headers }) => headers['idempotency-key']);

describe('a call that was refused before it was sent', () => {
  it('is made again under a new key once the catalogue is mended, and says whose redo it is', async () => {
    const { callKey, playerId, id, undelivered } = await refused(routing);
    expect(undelivered).toMatchObject({ outcome: 'refused', maybeSent: false, request: { event: null } });
    const answer = await redo.one(order(callKey, { run: id }));
    expect(answer).toMatchObject({ callKey: redoKey('lucky', callKey), redoOf: callKey, started: true, warning: null });
    const state = await closedState(routing.client, answer.id);
    expect(state).toMatchObject({ status: 'ended', calls: [{ status: 'delivered', redoOf: callKey }] });
    expect(lines(state, 'redo')).toEqual([`redo: cancel-bonus: redo of ${callKey} by dana: mended the action`]);
    const [request, ...others] = await routing.operator.callbacks();
    expect([request?.headers['idempotency-key'], others]).toEqual([answer.callKey, []]);
    expect(request?.body).toEqual({ user_id: playerId, bonus_id: 'b-1', reason: 'test' });
  });

  it('is found without its run, once visibility shows that it has closed', async () => {
    const { callKey } = await refused(routing);
    const answer = await until(
      () => redo.one(order(callKey, { id: 'find-it' })).catch((error: unknown) => error),
      (one) => !(one instanceof Error),
    );
    expect(answer).toMatchObject({ redoOf: callKey });
    const unknown = redo.one(order(redoKey('lucky', randomUUID())));
    await expect(unknown).rejects.toMatchObject({ name: 'NothingKnown', message: expect.stringContaining('"run"') });
  });

  it('is done again while its journey still waits', async () => {
    routing.redeclare((one) => broken(one));
    const { id } = await begin(routing, routeCallsAndWaits);
    const { calls } = await until(
      () => openState(routing.client, id),
      (state) => state.waitingFor.includes('deposit.made'),
    );
    routing.redeclare((one) => one);
    const answer = await redo.one(order(calls[0]?.callKey ?? '', { run: id }));
    expect((await closedState(routing.client, answer.id)).outcome).toMatch(/^delivered/);
    expect((await openState(routing.client, id)).status).toBe('open');
  });

  it('is refused again while nothing is mended, and then that one is done again', async () => {
    const { callKey, id } = await refused(routing);
    routing.redeclare((one) => broken(one));
    const first = await redo.one(order(callKey, { run: id }));
    expect((await closedState(routing.client, first.id)).outcome).toMatch(/^refused/);
    routing.redeclare((one) => one);
    const again = redo.one(order(callKey, { run: id }));
    await expect(again).rejects.toMatchObject({
      name: 'CallNotRedoable',
      message: expect.stringContaining(`ended refused`),
    });
    await expect(again).rejects.toThrow(`redo ${first.callKey}`);
    const second = await redo.one(order(first.callKey));
    expect((await closedState(routing.client, second.id)).calls).toMatchObject([
      { status: 'delivered', redoOf: first.callKey },
    ]);
  });
});

it('of a run with more undelivered calls than its attribute can list, each is done again with its run', async () => {
  routing.redeclare((one) => broken(one));
  const { id } = await begin(routing, routeManyCalls);
  const { undelivered = [] } = await closedState(routing.client, id);
  routing.redeclare((one) => one);
  expect(undelivered).toHaveLength(60);
  const [oldest] = undelivered;
  const answer = await redo.one(order(oldest?.callKey ?? '', { run: id }));
  expect((await closedState(routing.client, answer.id)).outcome).toMatch(/^delivered/);
}, 60_000);

describe('of one call there is one redo', () => {
  it('the same order again gets the first answer', async () => {
    const { callKey, id } = await refused(routing);
    const one = order(callKey, { run: id, id: 'ticket-7' });
    const first = await redo.one(one);
    expect(await redo.one(one)).toEqual({ ...first, started: false });
    await closedState(routing.client, first.id);
    expect(await redo.one(one)).toEqual({ ...first, started: false });
    expect(await keysSent()).toEqual([first.callKey]);
    await expect(redo.one({ ...one, id: 'ticket-8' })).rejects.toMatchObject({
      name: 'CallNotRedoable',
      message: expect.stringContaining('that call ended delivered'),
    });
  });

  it('of ten people at once one makes it, and the others are told who', async () => {
    const { callKey, id } = await refused(routing);
    const answers = await Promise.allSettled(
      Array.from({ length: 10 }, (_, place) =>
        redo.one(order(callKey, { run: id, id: `t-${place}`, by: `p${place}` })),
      ),
    );
    const done = answers.filter(({ status }) => status === 'fulfilled');
    expect(done).toHaveLength(1);
    for (const answer of answers) {
      if (answer.status === 'rejected') expect(String(answer.reason)).toMatch(/was done again as wp_.+ by p\d/);
    }
    await closedState(routing.client, `lucky:~call:${redoKey('lucky', callKey)}`);
    expect(await keysSent()).toEqual([redoKey('lucky', callKey)]);
  });
});

describe('guards and limits are asked again', () => {
  it('a suppressed call is suppressed again while its player is blocked, and delivered once that is over', async () => {
    const playerId = newPlayer();
    await routing.operator.setPlayer(playerId, { blocks: [{ type: 'Excluded', active: true }] });
    const call = await ended(routing, await begin(routing, routeCalls, playerId));
    expect(call.undelivered).toMatchObject({ outcome: 'suppressed' });
    const first = await redo.one(order(call.callKey, { run: call.id }));
    expect((await closedState(routing.client, first.id)).outcome).toMatch(/^suppressed/);
    await routing.operator.setPlayer(playerId, { blocks: [{ type: 'Excluded', active: false }] });
    const second = await redo.one(order(first.callKey));
    expect((await closedState(routing.client, second.id)).outcome).toMatch(/^delivered/);
  });

  it('a redo counts under a limit as any call does', async () => {
    const limited = (one: BrandCatalogue): BrandCatalogue => {
      const action = one.actions.get('cancel-bonus');
      if (!action) return one;
      const limit = { name: 'cancels', title: 'one each', per: 'player', window: null, count: 1, money: null } as const;
      return { ...one, actions: new Map(one.actions).set(action.name, { ...action, limits: [limit] }) };
    };
    routing.redeclare((one) => broken(limited(one)));
    const call = await ended(routing, await begin(routing, routeCalls));
    routing.redeclare(limited);
    const first = await redo.one(order(call.callKey, { run: call.id }));
    const state = await closedState(routing.client, first.id);
    expect(lines(state, 'limited').at(-1)).toMatch(/counts under the limit/);
  });
});

it('a call that an exit cut off is done again on order, and exits with its player too', async () => {
  await routing.operator.fault({ path: '/bonus/cancel', times: 1_000, answer: { status: 429 } });
  const { id, playerId } = await begin(routing, routeCalls);
  await until(
    () => openState(routing.client, id),
    (state) => state.calls[0] !== undefined && state.calls[0].attempts > 0,
  );
  const product = routing.journeys([routeCalls]);
  await product.accept(eventOf('player.excluded', playerId));
  const { callKey, undelivered } = await ended(routing, { playerId, id });
  expect(undelivered).toMatchObject({ outcome: 'abandoned', reason: 'exited', maybeSent: false });
  const answer = await redo.one(order(callKey, { run: id }));
  await until(
    () => product.list({ brand: 'lucky', playerId, journey: '~call:cancel-bonus', status: 'open', limit: 10 }),
    ({ runs }) => runs.length === 1,
  );
  await product.accept(eventOf('player.excluded', playerId));
  expect(await closedState(routing.client, answer.id)).toMatchObject({ status: 'exited' });
});
