import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decision, IncomingEvent } from '../../client/decisions.js';
import type { JourneyClient } from '../../client/journey-client.js';
import { describedRun } from '../../client/described-run.js';
import type { Journey } from '../../workflows/steps/journey.js';
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
import {
  routeAfterEnd,
  routeEvery,
  routeFull,
  routeHearsItsStart,
  routeKeyed,
  routeOnce,
  routeRestart,
  routeStartsOver,
} from '../workflows/routing-journeys.js';

let routing: Routing;
beforeAll(async () => {
  routing = await startRouting();
  await routing.work();
});
afterAll(() => routing.close());

const runsOf = async (id: string): Promise<number> => {
  const { count } = await routing.client.workflow.count(`WorkflowId = '${id}'`);
  return count;
};
const kinds = (decisions: readonly Decision[]) => decisions.map(({ decision }) => decision).sort();
const atOnce = async (client: JourneyClient, event: IncomingEvent, times: number) =>
  (await Promise.all(Array.from({ length: times }, () => client.accept(event)))).flat();

/** Starts a run, has it end with a deposit, and answers with the start event. */
async function startAndEnd(client: JourneyClient, playerId: string): Promise<{ first: IncomingEvent; id: string }> {
  const first = eventOf('player.referred', playerId);
  const { id } = only(await client.accept(first), 'started');
  only(await client.accept(eventOf('deposit.made', playerId)), 'signalled');
  await closedState(routing.client, id);
  return { first, id };
}

const later = (event: IncomingEvent, ms = 1000): string => new Date(Date.parse(event.occurredAt) + ms).toISOString();

describe('the same event 50 times at once', () => {
  const modes: [Journey, IncomingEvent['type']][] = [
    [routeOnce, 'player.referred'],
    [routeAfterEnd, 'player.referred'],
    [routeEvery, 'player.referred'],
    [routeRestart, 'player.referred'],
    [routeKeyed, 'withdrawal.requested'],
  ];
  it.each(modes.map(([journey, type]) => [journey.entry.name, journey, type] as const))(
    'starts one run of %s, and is answered once as started',
    async (_, journey, type) => {
      const client = routing.journeys([journey]);
      const start = eventOf(type as 'player.referred', newPlayer());
      const decisions = await atOnce(client, start, 50);
      expect(kinds(decisions)).toEqual([...Array<string>(49).fill('duplicate'), 'started']);
      const [first] = decisions;
      for (const decision of decisions) {
        expect(decision).toMatchObject({ id: first && 'id' in first && first.id, run: first && 'run' in first && first.run });
      }
      const id = first && 'id' in first ? (first.id ?? '') : '';
      expect((await openState(routing.client, id)).journal.filter(({ what }) => what === 'entered')).toHaveLength(1);
      await until(() => runsOf(id), (count) => count === 1);
    },
  );

  it('is heard once', async () => {
    const client = routing.journeys([routeRestart]);
    const playerId = newPlayer();
    const { id } = only(await client.accept(eventOf('player.referred', playerId)), 'started');
    const deposit = eventOf('deposit.made', playerId, { id: 'd-1' });
    for (const kind of kinds(await atOnce(client, deposit, 50))) expect(['signalled', 'not-eligible']).toContain(kind);
    const state = await closedState(routing.client, id);
    expect(state.journal.filter(({ what }) => what === 'heard')).toHaveLength(1);
    expect(state.eventsTaken).toBe(1);
  });
});

describe('once', () => {
  it('is entered once, also after the run has ended; the repeat of its start is a duplicate', async () => {
    const client = routing.journeys([routeOnce]);
    const playerId = newPlayer();
    const first = eventOf('player.referred', playerId);
    const { id, run } = only(await client.accept(first), 'started');
    const another = eventOf('player.referred', playerId);
    expect(only(await client.accept(another), 'not-eligible')).toMatchObject({ id, reason: 'a run is open' });

    only(await client.accept(eventOf('deposit.made', playerId, { id: 'd-2' })), 'signalled');
    expect(await closedState(routing.client, id)).toMatchObject({ status: 'ended', outcome: 'deposit d-2' });
    expect(only(await client.accept(first), 'duplicate')).toMatchObject({ id, run });
    expect(only(await client.accept(another), 'not-eligible').reason).toMatch(/entered once/);
    expect(only(await client.accept(eventOf('deposit.made', playerId)), 'not-eligible').reason).toBe('no run is open');
  });

  it('hands its start event to the open run when the journey hears that type too', async () => {
    const client = routing.journeys([routeHearsItsStart]);
    const playerId = newPlayer();
    const first = eventOf('deposit.made', playerId);
    const { id } = only(await client.accept(first), 'started');
    only(await client.accept(first), 'duplicate');
    only(await client.accept(eventOf('deposit.made', playerId, { id: 'd-3' })), 'signalled');
    expect((await closedState(routing.client, id)).outcome).toBe('then d-3');
  });
});

describe('after-end', () => {
  it('refuses another start while a run is open, and takes one after it has closed', async () => {
    const client = routing.journeys([routeAfterEnd]);
    const playerId = newPlayer();
    const { first, id } = await startAndEnd(client, playerId);
    only(await client.accept(first), 'duplicate');

    const second = eventOf('player.referred', playerId, { occurredAt: later(first) });
    const started = only(await client.accept(second), 'started');
    expect(started.id).toBe(id);
    const third = eventOf('player.referred', playerId, { occurredAt: later(first, 2000) });
    expect(only(await client.accept(third), 'not-eligible')).toMatchObject({ id, reason: 'a run is open' });
    expect(only(await client.accept(second), 'duplicate').run).toBe(started.run);
    await until(() => runsOf(id), (count) => count === 2);
  });

  it('does not start again with an event that is older than the start of the latest run', async () => {
    const client = routing.journeys([routeAfterEnd]);
    const playerId = newPlayer();
    const { first, id } = await startAndEnd(client, playerId);
    const second = eventOf('player.referred', playerId, { occurredAt: later(first) });
    only(await client.accept(second), 'started');
    only(await client.accept(eventOf('deposit.made', playerId)), 'signalled');
    await closedState(routing.client, id);

    expect(kinds(await atOnce(client, first, 10))).toEqual(Array(10).fill('duplicate'));
    // Without milliseconds a time is written differently, and no later.
    const older = { ...first, id: 'older', occurredAt: `${first.occurredAt.slice(0, 19)}Z` };
    only(await client.accept(older), 'duplicate');
    await until(() => runsOf(id), (count) => count === 2);
  });

  it('names the very run that an event has started, though that run began anew at once', async () => {
    const client = routing.journeys([routeStartsOver]);
    const playerId = newPlayer();
    const start = eventOf('player.referred', playerId);
    const { id, run } = only(await client.accept(start), 'started');
    only(await client.accept(eventOf('deposit.made', playerId)), 'signalled');
    await until(() => describedRun(routing.client, id), (latest) => latest !== null && latest.run !== run);
    only(await client.accept(start), 'duplicate');
    await until(() => openState(routing.client, id), (state) => state.stage === 'life 2');
  });
});

describe('every-event', () => {
  it('starts a run for each start event, whatever else is open, and none for a repeat', async () => {
    const client = routing.journeys([routeEvery]);
    const playerId = newPlayer();
    const events = [eventOf('player.referred', playerId), eventOf('player.referred', playerId)];
    const ids = [];
    for (const event of events) {
      const started = only(await client.accept(event), 'started');
      expect(only(await client.accept(event), 'duplicate')).toMatchObject({ id: started.id, run: started.run });
      ids.push(started.id);
    }
    expect(new Set(ids).size).toBe(2);
  });
});

describe('restart', () => {
  it('lets the open run exit and begins anew with the event, the state of the earlier run at hand', async () => {
    const client = routing.journeys([routeRestart]);
    const playerId = newPlayer();
    const first = eventOf('player.referred', playerId);
    const { id, run } = only(await client.accept(first), 'started');
    const second = eventOf('player.referred', playerId, { occurredAt: later(first) });
    expect(only(await client.accept(second), 'signalled').id).toBe(id);

    const latest = await until(() => describedRun(routing.client, id), (found) => found?.memo.startedBy.id === second.id);
    expect(latest).toMatchObject({ open: true, memo: { startedBy: { id: second.id, occurredAt: second.occurredAt } } });
    expect(latest?.run).not.toBe(run);
    const state = await openState(routing.client, id);
    expect(state).toMatchObject({ status: 'open', startedBy: { id: second.id } });
    expect(state.previous).toMatchObject({ status: 'exited', startedBy: { id: first.id }, previous: null });
    expect(state.previous?.journal.map(({ what }) => what)).toContain('restarted');

    only(await client.accept(second), 'duplicate');
    only(await client.accept(first), 'duplicate');
    expect(await openState(routing.client, id)).toMatchObject({ startedBy: { id: second.id }, eventsTaken: 0 });
    only(await client.accept(eventOf('deposit.made', playerId)), 'signalled');
    await closedState(routing.client, id);
    for (const repeat of [first, second]) {
      expect(kinds(await atOnce(client, repeat, 10))).toEqual(Array(10).fill('duplicate'));
    }
    const third = eventOf('player.referred', playerId, { occurredAt: later(second) });
    only(await client.accept(third), 'started');
    await until(() => runsOf(id), (count) => count === 3);
  });

  it('restarts once for a restarting event that comes 50 times at once', async () => {
    const client = routing.journeys([routeRestart]);
    const playerId = newPlayer();
    const first = eventOf('player.referred', playerId);
    const { id } = only(await client.accept(first), 'started');
    const second = eventOf('player.referred', playerId, { occurredAt: later(first) });
    const decisions = kinds(await atOnce(client, second, 50));
    expect(decisions).not.toContain('started');
    await until(() => describedRun(routing.client, id), (latest) => latest?.memo.startedBy.id === second.id);
    await until(() => runsOf(id), (count) => count === 2);
  });

  it('lets a start event that comes late, after a later one, change nothing', async () => {
    const client = routing.journeys([routeRestart]);
    const playerId = newPlayer();
    const first = eventOf('player.referred', playerId);
    const { id } = only(await client.accept(first), 'started');
    const late = eventOf('player.referred', playerId, { occurredAt: later(first, -1000) });
    only(await client.accept(late), 'duplicate');
    only(await client.accept(eventOf('deposit.made', playerId)), 'signalled');
    await closedState(routing.client, id);
    for (const repeat of [first, late]) only(await client.accept(repeat), 'duplicate');
  });

  it('begins anew with the settings of the brand as they are then', async () => {
    const before = routing.journeys([routeRestart]);
    const playerId = newPlayer();
    const first = eventOf('player.referred', playerId);
    const { id } = only(await before.accept(first), 'started');
    const catalogue = (await openState(routing.client, id)).catalogue;
    const after = routing.journeys([routeRestart], { holdout: 0, until: later(first, 86_400_000) });
    only(await after.accept(eventOf('player.referred', playerId, { occurredAt: later(first) })), 'signalled');
    const state = await until(() => openState(routing.client, id), (now) => now.previous !== null);
    expect(state.catalogue).not.toBe(catalogue);
    expect(state.previous?.catalogue).toBe(catalogue);
  });
});

describe('a decision', () => {
  it('names the run that began, whose settings are fixed and journalled', async () => {
    const playerId = newPlayer();
    const first = eventOf('player.referred', playerId);
    const { id, run } = only(
      await routing.journeys([routeOnce], { settings: { greeting: 'welcome' } }).accept(first),
      'started',
    );
    const changed = routing.journeys([routeOnce], { settings: { greeting: 'good day' } });
    only(await changed.accept(first), 'duplicate');
    const state = await openState(routing.client, id);
    expect(state.settings).toEqual({ greeting: 'welcome' });
    expect(state.journal[0]).toMatchObject({ what: 'entered', event: first.id, detail: { settings: state.settings } });
    expect(await describedRun(routing.client, id)).toMatchObject({ run, open: true });
  });

  it('is not-eligible or held-out as the switches say, and nothing starts', async () => {
    const start = eventOf('player.referred', newPlayer());
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    const decisions = await Promise.all(
      [{ enabled: false }, { from: tomorrow }, { until: '2020-01-01T00:00:00Z' }, { holdout: 100 }].map((switches) =>
        routing.journeys([routeOnce], switches).accept(start),
      ),
    );
    expect(decisions.flat()).toEqual([
      { decision: 'not-eligible', journey: 'route-once', reason: 'not enabled for this brand' },
      { decision: 'not-eligible', journey: 'route-once', reason: `starts on ${tomorrow}` },
      { decision: 'not-eligible', journey: 'route-once', reason: 'ended on 2020-01-01T00:00:00Z' },
      { decision: 'held-out', journey: 'route-once' },
    ]);
    expect(await describedRun(routing.client, `lucky:route-once:${start.playerId}`)).toBeNull();
  });

  it('is invalid for data that does not fit the event type, by the name of the field', async () => {
    const client = routing.journeys([routeOnce]);
    const wrong = eventOf('deposit.made', newPlayer(), { data: { amount: { amount: 5, currency: 'EUR' } } });
    expect(only(await client.accept(wrong), 'invalid').field).toBe('data.amount.amount');
  });

  it('is unheard for a type that no journey knows, with the type that was meant', async () => {
    const client = routing.journeys([routeOnce]);
    const typo = { ...eventOf('deposit.made', newPlayer()), type: 'deposit.maid' };
    expect(only(await client.accept(typo), 'unheard').reason).toMatch(/did you mean "deposit.made"\?$/);
  });

  it('refuses a brand that is not in the catalogue', async () => {
    const client = routing.journeys([routeOnce]);
    const foreign = eventOf('player.referred', newPlayer(), { brand: 'nobody' });
    await expect(client.accept(foreign)).rejects.toMatchObject({ name: 'OrderRefused', field: 'brand' });
  });

  it('stands for each journey that the event concerns', async () => {
    const client = routing.journeys([routeOnce, routeAfterEnd, routeEvery, routeRestart]);
    const decisions = await client.accept(eventOf('player.referred', newPlayer()));
    expect(kinds(decisions)).toEqual(Array(4).fill('started'));
  });

  it('keeps brands apart: the same player and event of another brand have a run of their own', async () => {
    const client = routing.journeys([routeOnce]);
    const lucky = eventOf('player.referred', newPlayer());
    const started = await Promise.all([client.accept(lucky), client.accept({ ...lucky, brand: 'royal' })]);
    expect(started.map((decisions) => only(decisions, 'started').id)).toEqual([
      `lucky:route-once:${lucky.playerId}`,
      `royal:route-once:${lucky.playerId}`,
    ]);
  });
});

describe('a dry run', () => {
  it('decides as it would, and does nothing', async () => {
    const client = routing.journeys([routeOnce, routeAfterEnd, routeRestart, routeKeyed]);
    const playerId = newPlayer();
    const start = eventOf('player.referred', playerId);
    const dry = await client.accept(start, { dryRun: true });
    expect(dry).toMatchObject(Array(3).fill({ decision: 'started', run: null }));
    expect(await describedRun(routing.client, `lucky:route-once:${playerId}`)).toBeNull();

    await client.accept(start);
    const answers = await client.accept(start, { dryRun: true });
    expect(kinds(answers)).toEqual(Array(3).fill('duplicate'));
    const second = eventOf('player.referred', playerId, { occurredAt: later(start) });
    expect(kinds(await client.accept(second, { dryRun: true }))).toEqual(['not-eligible', 'not-eligible', 'signalled']);
    expect(kinds(await client.accept(eventOf('player.excluded', playerId), { dryRun: true }))).toEqual(
      Array(4).fill('signalled'),
    );
    for (const name of ['route-once', 'route-after-end', 'route-restart']) {
      expect(await openState(routing.client, `lucky:${name}:${playerId}`)).toMatchObject({
        status: 'open',
        previous: null,
        ignored: {},
      });
    }
  });
});

describe('a stranger', () => {
  it('costs no workflow when the event is for unkeyed journeys', async () => {
    const client = routing.journeys([routeOnce, routeAfterEnd, routeRestart]);
    const playerId = newPlayer();
    for (const type of ['deposit.made', 'player.excluded'] as const) {
      const decisions = await client.accept(eventOf(type, playerId));
      expect(decisions).toMatchObject(Array(3).fill({ decision: 'not-eligible', reason: 'no run is open' }));
    }
    // What starts afterwards is listed, so whatever had started before would be.
    only(await routing.journeys([routeOnce]).accept(eventOf('player.referred', playerId)), 'started');
    const mine = `BrandPlayer = 'lucky:${playerId}'`;
    await until(async () => (await routing.client.workflow.count(mine)).count, (count) => count > 0);
    expect((await routing.client.workflow.count(mine)).count).toBe(1);
  });
});

describe('a full run', () => {
  it('takes no more events, and still exits', async () => {
    const client = routing.journeys([routeFull]);
    const playerId = newPlayer();
    const { id } = only(await client.accept(eventOf('player.referred', playerId)), 'started');
    await until(
      () => describedRun(routing.client, id),
      (latest) => latest?.memo.full === true,
    );
    const deposit = eventOf('deposit.made', playerId);
    expect(only(await client.accept(deposit), 'not-eligible')).toMatchObject({ id, reason: 'run is full' });
    expect(only(await client.accept(deposit, { dryRun: true }), 'not-eligible').reason).toBe('run is full');
    expect(await client.deliver(id, deposit)).toMatchObject({ decision: 'not-eligible', reason: 'run is full' });
    expect((await openState(routing.client, id)).eventsTaken).toBe(0);

    only(await client.accept(eventOf('player.excluded', playerId)), 'signalled');
    expect(await closedState(routing.client, id)).toMatchObject({ status: 'exited' });
  });
});
