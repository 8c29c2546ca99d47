import { beforeAll, describe, expect, it } from 'vitest';
import type { JourneyClient, RunFilter } from '../../../client/journey-client.js';
import { eventOf, newPlayer, only, useRouting, until } from '../../support/routing.js';
import { routeAfterEnd, routeCalls, routeKeyed, routeOnce, routeRestart } from '../../workflows/routing-journeys.js';

const routing = useRouting();
let client: JourneyClient;
beforeAll(() => {
  client = routing.journeys([routeOnce, routeKeyed]);
});

const list = (filter: Partial<RunFilter>) => client.list({ brand: 'lucky', limit: 50, ...filter });

describe('a list of runs', () => {
  it('shows what a run waits for and until when, and how it closed', async () => {
    const playerId = newPlayer();
    const start = eventOf('player.referred', playerId);
    const { id, run } = only(await client.accept(start), 'started');
    const waiting = await until(
      () => list({ playerId }),
      ({ runs }) => runs[0]?.waitingFor !== null && runs.length > 0,
    );
    const { startedAt = '', nextActionAt } = waiting.runs[0] ?? {};
    expect(waiting).toEqual({
      runs: [
        {
          ...{ beneficiaries: [], matchedBy: 'player' },
          ...{ id, run, journey: 'route-once', playerId, key: null, status: 'open', stage: 'entered' },
          ...{
            waitingFor: 'deposit.made',
            outcome: null,
            needsAttention: false,
            nextActionAt,
            startedAt,
            closedAt: null,
          },
        },
      ],
      next: null,
    });
    expect(Math.round((Date.parse(nextActionAt ?? '') - Date.parse(startedAt)) / 86_400_000)).toBe(30);

    await client.accept(eventOf('deposit.made', playerId, { id: 'd-1' }));
    const closed = await until(
      () => list({ playerId }),
      ({ runs }) => runs[0]?.closedAt !== null,
    );
    expect(closed.runs).toMatchObject([
      { id, status: 'ended', outcome: 'deposit d-1', waitingFor: null, nextActionAt: null },
    ]);
  });

  it('shows a run from its start, before any worker has seen it', async () => {
    await routing.rest();
    const playerId = newPlayer();
    only(await client.accept(eventOf('player.referred', playerId)), 'started');
    const { runs } = await until(
      () => list({ playerId, status: 'open', attention: false }),
      (page) => page.runs.length > 0,
    );
    expect(runs).toMatchObject([{ journey: 'route-once', stage: 'entered', waitingFor: null, needsAttention: false }]);
    await routing.work();
  });

  it('can be had by player, journey, status and attention', async () => {
    const playerId = newPlayer();
    await client.accept(eventOf('player.referred', playerId));
    await client.accept(eventOf('withdrawal.requested', playerId));
    const cancelled = eventOf('withdrawal.cancelled', playerId);
    await client.accept(cancelled);
    await until(
      () => list({ playerId, status: 'ended' }),
      ({ runs }) => runs.length === 1,
    );
    const journeysOf = async (filter: Partial<RunFilter>) =>
      (await list({ playerId, ...filter })).runs.map(({ journey }) => journey).sort();
    expect(await journeysOf({})).toEqual(['route-keyed', 'route-once']);
    expect(await journeysOf({ journey: 'route-keyed' })).toEqual(['route-keyed']);
    expect(await journeysOf({ status: 'open' })).toEqual(['route-once']);
    expect(await journeysOf({ status: 'paused' })).toEqual([]);
    expect(await journeysOf({ attention: true })).toEqual([]);
    expect(await journeysOf({ attention: false })).toEqual(['route-keyed', 'route-once']);
    expect(await journeysOf({ brand: 'royal' })).toEqual([]);
  });

  it('shows a parked call as needing attention, and the memo tells which', async () => {
    await routing.operator.fault({ path: '/bonus/cancel', times: 1, answer: { status: 404 } });
    const playerId = newPlayer();
    const { id } = only(await routing.journeys([routeCalls]).accept(eventOf('player.referred', playerId)), 'started');
    const { runs } = await until(
      () => list({ playerId, attention: true }),
      (page) => page.runs.length === 1,
    );
    expect(runs).toMatchObject([
      { id, status: 'open', stage: 'calling', waitingFor: 'a person', needsAttention: true },
    ]);
    const description = await routing.client.workflow.getHandle(id).describe();
    expect(description.memo).toMatchObject({
      parked: [{ action: 'cancel-bonus', callKey: expect.stringMatching(/^wp_/) }],
    });
    const [call] = description.memo?.['parked'] as { callKey: string }[];
    expect(description.raw.workflowExecutionInfo?.searchAttributes?.indexedFields).toHaveProperty('ParkedCalls');
    const byCall = routing.client.workflow.count(`ParkedCalls = '${call?.callKey}'`);
    expect((await byCall).count).toBe(1);
  });

  it('shows a terminated run as such, and not among the open ones', async () => {
    const playerId = newPlayer();
    const { id } = only(await client.accept(eventOf('player.referred', playerId)), 'started');
    await routing.client.workflow.getHandle(id).terminate();
    await until(
      () => list({ playerId }),
      ({ runs }) => runs[0]?.status === 'terminated',
    );
    expect((await list({ playerId, status: 'open' })).runs).toEqual([]);
  });

  it('shows a restarted run as exited beside its successor', async () => {
    const restarting = routing.journeys([routeRestart]);
    const playerId = newPlayer();
    only(await restarting.accept(eventOf('player.referred', playerId)), 'started');
    only(await restarting.accept(eventOf('player.referred', playerId)), 'signalled');
    const { runs } = await until(
      () => list({ playerId }),
      (page) => page.runs.length === 2 && page.runs[1]?.closedAt !== null,
    );
    expect(runs.map(({ status }) => status)).toEqual(['open', 'exited']);
  });
});

describe('paging', () => {
  it('gives every run once, page after page, for one filter', async () => {
    const playerId = newPlayer();
    const withdrawals = Array.from({ length: 7 }, (_, n) => `w-${n}`);
    for (const withdrawalId of withdrawals) {
      await client.accept(eventOf('withdrawal.requested', playerId, { data: { withdrawalId } }));
    }
    await until(
      () => list({ playerId }),
      ({ runs }) => runs.length === 7,
    );
    const keys: (string | null)[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await list({ playerId, limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      keys.push(...page.runs.map(({ key }) => key));
      sizes.push(page.runs.length);
      cursor = page.next;
    }
    expect([...keys].sort()).toEqual(withdrawals);
    expect(sizes.slice(0, 3)).toEqual([3, 3, 1]);
  });

  it('refuses what is not a cursor, by that name', async () => {
    for (const cursor of ['nonsense', 'eyJhIjoxfQ', '"; DROP TABLE', '\u0000', 'A'.repeat(3000)]) {
      await expect(list({ cursor }), cursor).rejects.toMatchObject({ name: 'OrderRefused', field: 'cursor' });
    }
  });

  it('refuses the cursor of another filter, such as another brand', async () => {
    const playerId = newPlayer();
    const royal = routing.journeys([routeAfterEnd, routeKeyed]);
    for (const withdrawalId of ['a', 'b', 'c']) {
      await royal.accept(eventOf('withdrawal.requested', playerId, { brand: 'royal', data: { withdrawalId } }));
    }
    await until(
      () => list({ brand: 'royal', limit: 2 }),
      ({ runs }) => runs.length === 2,
    );
    const { next } = await list({ brand: 'royal', limit: 1 });
    const cursor = next ?? '';
    expect((await list({ brand: 'royal', limit: 2, cursor })).runs.length).toBeGreaterThan(0);
    for (const filter of [{}, { brand: 'royal', status: 'open' }, { brand: 'royal', playerId }] as const) {
      await expect(list({ ...filter, cursor })).rejects.toMatchObject({ name: 'OrderRefused', field: 'cursor' });
    }
  });
});

describe('hostile values in a filter', () => {
  const hostile = [
    `' OR Brand = 'royal`,
    `x' OR 'a'='a`,
    `x\\' OR Brand = 'royal' --`,
    `\\`,
    `\\'`,
    `'`,
    `"`,
    '`',
    '%',
    '_',
    `'; DROP TABLE executions_visibility; --`,
    `') OR (Brand = 'royal`,
    'a\u0000b',
    '日本',
  ];

  it('find what bears that very name, and nothing else', async () => {
    const before = (await list({ brand: 'royal' })).runs.length;
    expect(before).toBeGreaterThan(0);
    for (const value of hostile) {
      expect((await list({ playerId: value })).runs, value).toEqual([]);
      expect((await list({ journey: value })).runs, value).toEqual([]);
      expect((await list({ brand: value })).runs, value).toEqual([]);
      expect((await list({ status: value as 'open' })).runs, value).toEqual([]);
    }
  });

  it('are players like any other, in lists and in sweeps', async () => {
    const players = hostile.filter((value) => value !== 'a\u0000b');
    for (const playerId of players) only(await client.accept(eventOf('withdrawal.requested', playerId)), 'started');
    for (const playerId of players) {
      const { runs } = await until(
        () => list({ playerId }),
        (page) => page.runs.length > 0,
      );
      expect(runs).toMatchObject([{ playerId, key: 'w-1', journey: 'route-keyed' }]);
      await client.accept(eventOf('player.excluded', playerId));
    }
    for (const playerId of players) {
      await until(
        () => list({ playerId }),
        ({ runs }) => runs[0]?.status === 'exited',
      );
    }
  });
});
