import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Attention, AttentionItem, AttentionQuery } from '../../../client/attention/attention.js';
import { sendHold } from '../../../client/holds/holds.js';
import { announceStuck } from '../../../client/runs/stuck-watcher.js';
import { WAYPOST } from '../../../workflows/contracts/keepers/hold.js';
import type { OwnEvent } from '../../../workflows/contracts/runs/own-events.js';
import type { Journey } from '../../../workflows/runs/journey.js';
import { money, parkCall } from '../../support/parked-calls.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { closedState, eventOf, newPlayer, only, openState, useRouting, until } from '../../support/routing.js';
import { faultyCondition } from '../../workflows/journeys/index.js';
import { routeCalls, routeFails, routeLeavesUndone, routeStumbles } from '../../workflows/routing-journeys.js';

quietRuntime();
const routing = useRouting();
let attention: Attention;
beforeAll(() => {
  ({ attention } = routing.journeys([]));
});
beforeEach(() => routing.operator.reset());

/** Starts a run that deposits bring into trouble. */
async function start(journey: Journey, brand = 'lucky'): Promise<{ playerId: string; id: string }> {
  const playerId = newPlayer();
  const { id } = only(
    await routing.journeys([journey]).accept(eventOf('player.referred', playerId, { brand })),
    'started',
  );
  return { playerId, id };
}

const deposit = (journey: Journey, playerId: string, currency = 'EUR') =>
  routing
    .journeys([journey])
    .accept(eventOf('deposit.made', playerId, { data: { amount: { amount: '1.00', currency } } }));

/** The only item of a filter, once there is one. */
async function onlyItem(query: Partial<AttentionQuery>): Promise<AttentionItem> {
  const { items } = await until(
    () => attention.list({ brand: 'lucky', limit: 50, ...query }),
    (page) => page.items.length > 0,
  );
  expect(items).toHaveLength(1);
  return items[0] as AttentionItem;
}

describe('what needs a person', () => {
  it('is a run whose code is at fault, with its error', { timeout: 90_000 }, async () => {
    const { playerId, id } = await start(routeStumbles);
    await deposit(routeStumbles, playerId);
    const ask = () => attention.list({ brand: 'lucky', kind: 'stuck-run', playerId, limit: 50 });
    const found = (page: { items: readonly unknown[] }) => page.items.length > 0;
    // A newer server tells from the fifth try on, after half a minute.
    const { items } = await until(ask, found)
      .catch(() => until(ask, found))
      .catch(() => until(ask, found));
    expect(items).toMatchObject([
      {
        ...{ kind: 'stuck-run', id, playerId, journey: 'route-stumbles' },
        reason: expect.stringMatching(
          /^undefined is not a function \(workflows\/routing-journeys.ts, line \d+\)$/,
        ) as string,
      },
    ]);
    const announced: OwnEvent[] = [];
    const announce = async (event: OwnEvent) => void announced.push(event);
    await announceStuck(routing.client, 'lucky', { announce });
    await announceStuck(routing.client, 'lucky', { announce });
    const told = announced.filter((event) => event.playerId === playerId);
    expect(told).toMatchObject([
      {
        type: 'waypost.run.stuck',
        data: { run: id, journey: 'route-stumbles', reason: items[0]?.reason },
      },
      { id: told[0]?.id },
    ]);
  });

  it('is a run that has failed, with its reason; and one that was terminated while a call was parked', async () => {
    const { playerId, id } = await start(routeFails);
    await deposit(routeFails, playerId);
    expect(await onlyItem({ kind: 'failed-run', playerId })).toMatchObject({
      ...{ id, journey: 'route-fails', reason: 'failed: the deposit was too much' },
      since: expect.stringMatching(/^20/),
    });
    const parked = newPlayer();
    const call = await parkCall(routing.client, { playerId: parked });
    await onlyItem({ playerId: parked });
    await routing.client.workflow.getHandle(call.id).terminate('by mistake');
    const { reason } = await until(
      () => onlyItem({ playerId: parked }),
      ({ kind }) => kind === 'failed-run',
    );
    expect(reason).toMatch(/^terminated: by mistake, .*parked call/);
  });

  it('is a run that has closed and left something undone', async () => {
    const { playerId, id } = await start(routeLeavesUndone);
    await until(
      () => openState(routing.client, id),
      ({ waitingFor }) => waitingFor.includes('a timer'),
    );
    await routing.journeys([routeLeavesUndone]).accept(eventOf('player.excluded', playerId));
    expect(await closedState(routing.client, id)).toMatchObject({ status: 'exited' });
    expect(await onlyItem({ kind: 'failed-run', playerId })).toMatchObject({
      id,
      reason: expect.stringMatching(
        /^closed, with something left undone: a compensation failed: two calls of this run are named 'cancel-bonus'/,
      ),
    });
  });

  it('is a run whose condition has thrown', async () => {
    const { playerId, id } = await start(faultyCondition);
    await deposit(faultyCondition, playerId, 'SEK');
    expect(await onlyItem({ playerId })).toMatchObject({ kind: 'run', id, reason: 'condition failed', since: null });
  });

  it('is no run that only waits, nor one that has ended well or was terminated with nothing left behind', async () => {
    const { playerId, id } = await start(faultyCondition);
    await openState(routing.client, id);
    await routing.client.workflow.getHandle(id).terminate();
    const done = newPlayer();
    const call = await parkCall(routing.client, { playerId: done });
    await onlyItem({ playerId: done });
    await attention.resolve({ brand: 'lucky', callKey: call.callKey, decision: 'delivered', by: 'ann' });
    await closedState(routing.client, call.id);
    await until(
      () => attention.list({ brand: 'lucky', playerId: done, limit: 50 }),
      ({ items }) => items.length === 0,
    );
    expect((await attention.list({ brand: 'lucky', playerId, limit: 50 })).items).toEqual([]);
  });

  it('is an automatic hold, in the place of the calls that it will send again', async () => {
    await routing.operator.fault({ path: '/bonus/cancel', times: 1, answer: { status: 404 } });
    const { playerId } = await start(routeCalls, 'royal');
    const query = { brand: 'royal', action: 'cancel-bonus', limit: 50 };
    await until(
      () => attention.list(query),
      ({ items }) => items[0]?.kind === 'parked-call',
    );
    const about = { scope: 'action', name: 'cancel-bonus' } as const;
    const hold = { id: 'auto:action:cancel-bonus', ...about, by: WAYPOST };
    await sendHold(routing.client, 'royal', { ...hold, reason: '404 five times', since: '2026-03-01T12:00:00.000Z' });
    const { items } = await until(
      () => attention.list(query),
      (page) => page.items.some(({ kind }) => kind === 'hold'),
    );
    expect(items).toMatchObject([{ kind: 'hold', reason: '404 five times', action: 'cancel-bonus', hold }]);
    const calls = await attention.list({ ...query, kind: 'parked-call' });
    expect(calls.items).toMatchObject([{ playerId, call: { setUp: true } }]);
  });
});

describe('a list', () => {
  const reason = 'not sent again, since it is once: of the list';
  const players = Array.from({ length: 7 }, newPlayer);
  const list = (query: Partial<AttentionQuery> = {}) => attention.list({ brand: 'lucky', reason, limit: 3, ...query });
  beforeAll(async () => {
    for (const playerId of players) await parkCall(routing.client, { playerId }, 'of the list');
    await parkCall(routing.client, money('0.10'), 'of the list, with money');
    await parkCall(routing.client, money('0.20'), 'of the list, with money');
    await parkCall(routing.client, { brand: 'royal' }, 'of the list');
    await until(
      () => list({ limit: 50 }),
      ({ items }) => items.length === 9,
    );
  });

  it('gives every item once, page after page, for one filter', async () => {
    const seen: (string | null)[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await list({ action: 'apply-tag', ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.items.map(({ playerId }) => playerId));
      cursor = page.next;
    }
    expect(seen.sort()).toEqual([...players].sort());
  });

  it('refuses the cursor of another filter, and what is none', async () => {
    const { next } = await list();
    const refused = { name: 'OrderRefused', field: 'cursor' };
    await expect(list({ cursor: next ?? '', action: 'apply-tag' })).rejects.toMatchObject(refused);
    await expect(list({ cursor: next ?? '', brand: 'royal' })).rejects.toMatchObject(refused);
    await expect(list({ cursor: 'nonsense' })).rejects.toMatchObject(refused);
  });

  it('can be had by kind, destination, action, player and the beginning of the reason', async () => {
    const count = async (query: Partial<AttentionQuery>) => (await list({ limit: 50, ...query })).items.length;
    expect(await count({ kind: 'parked-call' })).toBe(9);
    expect(await count({ kind: 'failed-run' })).toBe(0);
    expect(await count({ destination: 'operator' })).toBe(9);
    expect(await count({ destination: 'elsewhere' })).toBe(0);
    expect(await count({ action: 'credit-bonus-funds' })).toBe(2);
    expect(await count({ playerId: players[0] ?? '' })).toBe(1);
    expect(await count({ reason: `${reason}, with` })).toBe(2);
    expect(await count({ journey: '~call:apply-tag' })).toBe(7);
    expect(await count({ playerId: "' OR Brand = 'royal" })).toBe(0);
  });

  it('is summed by what they have in common, with the oldest and the money at stake', async () => {
    const { groups, total, notes } = await attention.summary('lucky');
    expect(groups.find((group) => group.reason === `${reason}, with money`)).toEqual({
      ...{
        kind: 'parked-call',
        destination: 'operator',
        action: 'credit-bonus-funds',
        reason: `${reason}, with money`,
      },
      ...{ count: 2, oldest: expect.stringMatching(/^20/), atStake: { EUR: '0.3' }, unknownAmounts: 0, maybeSent: 2 },
    });
    expect(groups.find((group) => group.reason === reason)).toMatchObject({ count: 7, atStake: {} });
    expect(groups.find(({ kind }) => kind === 'failed-run')).toMatchObject({ reason: null, action: null });
    expect(total.count).toBe(groups.reduce((sum, { count }) => sum + count, 0));
    expect(total.atStake).toEqual({ EUR: '0.3' });
    expect(notes).toEqual([]);
    expect((await attention.summary('royal')).total.atStake).toEqual({});
  });
});
