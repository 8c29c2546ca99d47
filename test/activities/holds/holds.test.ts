import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Activities } from '../../../workflows/contracts/activities.js';
import type { HoldReader } from '../../../workflows/contracts/ports.js';
import { closedPort } from '../../outbound/servers.js';
import { holdOf, InMemoryHolds } from '../../support/in-memory-holds.js';
import { startTestOperator, type TestOperator } from '../../support/operator.js';
import { activitiesOf, attempt, catalogueAt, prepared, SECRETS, within } from '../world.js';

const PATH = '/bonus/credit/funds';

let operator: TestOperator;
let holds: InMemoryHolds;
beforeAll(async () => {
  operator = await startTestOperator();
});
afterAll(() => operator.close());
beforeEach(async () => {
  await operator.reset();
  holds = new InMemoryHolds();
});

/** The activities of a process that knows these holds. */
function process(reader: HoldReader = holds, url = operator.url): Activities {
  return activitiesOf(catalogueAt(url), SECRETS, Date.now, reader);
}

/** One call for each of so many players, one after the other. */
async function send(activities: Activities, players: number, from = 1) {
  const reports = [];
  for (let player = from; player < from + players; player++) {
    const about = { playerId: `player-${player}`, callKey: `wp_key-${player}` };
    reports.push(await attempt(activities, await prepared(activities, about)));
  }
  return reports;
}

describe('a call that is held', () => {
  it('sends nothing, and says by which hold', async () => {
    await holds.trip('lucky', holdOf('journey', 'refer-a-friend'));
    const [report] = await send(process(), 1);
    expect(report).toMatchObject({
      class: 'not-sent',
      status: null,
      blocked: {
        kind: 'held',
        hold: 'journey:refer-a-friend',
        reason: expect.stringMatching(/ops.*maintenance/) as string,
      },
    });
    expect(await operator.requests()).toHaveLength(0);
  });

  it('is held again when it is cleared after a wait', async () => {
    const activities = process();
    const call = await prepared(activities);
    expect(await within(activities.clearCall, call)).toEqual({ kind: 'clear' });
    await holds.trip('lucky', holdOf('action', 'credit-referrer'));
    expect(await within(activities.clearCall, call)).toMatchObject({ kind: 'held', hold: 'action:credit-referrer' });
  });

  it('goes when its hold is released, and is not touched by those of another brand', async () => {
    await holds.trip('royal', holdOf('brand', 'royal'));
    await holds.trip('lucky', holdOf('destination', 'operator'));
    const activities = process();
    expect(await send(activities, 1)).toMatchObject([{ class: 'not-sent' }]);
    holds.release('lucky');
    expect(await send(activities, 1)).toMatchObject([{ class: 'delivered' }]);
  });

  it('waits a second while it is not known what is held', async () => {
    const unread: HoldReader = { current: () => null, trip: () => Promise.reject(new Error('away')) };
    const [report] = await send(process(unread), 1);
    expect(report).toMatchObject({ class: 'not-sent', retryAfter: 1_000 });
    expect(report).not.toHaveProperty('blocked');
    expect(await operator.requests()).toHaveLength(0);
  });
});

describe('a destination that refuses us as a whole is held', () => {
  it.each([401, 403])('after one answer of %s: what follows is not sent', async (status) => {
    await operator.fault({ path: PATH, times: 100, answer: { status } });
    const activities = process();
    const [first, ...others] = await send(activities, 4);
    expect(first).toMatchObject({ class: 'held', status });
    expect(others.map((report) => report.blocked)).toEqual(
      Array.from<unknown>({ length: 3 }).fill(
        expect.objectContaining({ kind: 'held', hold: 'auto:destination:operator' }),
      ),
    );
    expect(await operator.requests()).toHaveLength(1);
    expect(holds.current('lucky')).toEqual([
      {
        id: 'auto:destination:operator',
        scope: 'destination',
        name: 'operator',
        reason: expect.stringMatching(new RegExp(`^credit-referrer wp_key-1: ${status}: .*LUCKY_OPERATOR_KEY`)),
        by: 'waypost',
        since: expect.any(String),
      },
    ]);
    expect(holds.current('royal')).toEqual([]);
  });

  it('and when that hold can not be set, the call waits all the same', async () => {
    await operator.fault({ path: PATH, times: 1, answer: { status: 403 } });
    const away: HoldReader = { current: () => [], trip: () => Promise.reject(new Error('Temporal is away')) };
    const activities = process(away);
    expect(await send(activities, 1)).toMatchObject([{ class: 'held', status: 403 }]);
  });

  it('but not where it is only this process whose catalogue does not know it', async () => {
    const activities = process();
    const call = { ...(await prepared(activities)), destination: 'brand-new' };
    expect(await attempt(activities, call)).toMatchObject({ class: 'held' });
    expect(holds.current('lucky')).toEqual([]);
  });
});

describe('answers as of a wrong set-up hold the action', () => {
  beforeEach(() => operator.fault({ path: PATH, times: 4, answer: { status: 404 } }));

  it('at the fifth player in a row, and nothing else of the destination', async () => {
    const activities = process();
    await send(activities, 4);
    expect(holds.current('lucky')).toEqual([]);
    await operator.fault({ path: PATH, times: 1, answer: { status: 405 } });
    expect(await send(activities, 2, 5)).toMatchObject([{ class: 'parked' }, { class: 'not-sent' }]);
    expect(holds.current('lucky')).toMatchObject([
      { id: 'auto:action:credit-referrer', scope: 'action', name: 'credit-referrer', by: 'waypost' },
    ]);
  });

  it.each([
    ['delivered', { status: 200 }],
    ['refused', { status: 422 }],
  ])('but not when a call is %s in between', async (_, answer) => {
    const activities = process();
    await send(activities, 4);
    await operator.fault({ path: PATH, times: 1, answer });
    await send(activities, 1, 5);
    await operator.fault({ path: PATH, times: 4, answer: { status: 404 } });
    await send(activities, 4, 6);
    expect(holds.current('lucky')).toEqual([]);
  });

  it('but not when it is one player again and again', async () => {
    const activities = process();
    await operator.fault({ path: PATH, times: 9, answer: { status: 404 } });
    const call = await prepared(activities);
    for (let left = 9; left > 0; left--) await attempt(activities, call);
    expect(holds.current('lucky')).toEqual([]);
  });
});

describe('a destination that is down', () => {
  it('gets no more requests after five failures; calls are told when to come back', async () => {
    await operator.fault({ path: PATH, times: 100, answer: { status: 503 } });
    const reports = await send(process(), 8);
    expect(reports.map((report) => report.class)).toEqual([
      ...Array.from({ length: 5 }, () => 'unknown'),
      ...Array.from({ length: 3 }, () => 'not-sent'),
    ]);
    expect(reports.at(-1)).toMatchObject({
      reason: expect.stringMatching(/operator is down/) as string,
      retryAfter: expect.any(Number),
    });
    expect(await operator.requests()).toHaveLength(5);
  });

  it('counts as down also when nobody listens, and not when it asks for patience or refuses', async () => {
    const gone = process(holds, `http://127.0.0.1:${await closedPort()}`);
    expect((await send(gone, 6)).map((report) => report.class).slice(4)).toEqual(['retry', 'not-sent']);

    await operator.fault({ path: PATH, times: 10, answer: { status: 429, headers: { 'retry-after': '3' } } });
    expect((await send(process(), 10)).map((report) => report.class)).not.toContain('not-sent');
    await operator.fault({ path: PATH, times: 10, answer: { status: 422 } });
    expect((await send(process(), 10)).map((report) => report.class)).not.toContain('not-sent');
  });

  it('is asked no local lookup: that goes elsewhere at once', async () => {
    await operator.fault({ path: PATH, times: 5, answer: { status: 500 } });
    const activities = process();
    await send(activities, 5);
    const before = (await operator.requests()).length;
    const lookup = { brand: 'lucky', lookup: 'player-blocks', playerId: 'player-1', params: {} };
    expect(await within(activities.lookUp, lookup, { isLocal: true })).toMatchObject({
      kind: 'elsewhere',
      reason: expect.stringMatching(/player-blocks.*destination is down/) as string,
    });
    expect(await operator.requests()).toHaveLength(before);
  });
});
