import { describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../../../client/events/decisions.js';
import type { JourneyClient } from '../../../client/journey-client.js';
import { describedRun } from '../../../client/temporal/described-run.js';
import type { Journey } from '../../../workflows/runs/journey.js';
import {
  atOnce,
  closedState,
  eventOf,
  kinds,
  later,
  newPlayer,
  only,
  openState,
  runsOf,
  useRouting,
  until,
} from '../../support/routing.js';
import {
  routeAfterEnd,
  routeEvery,
  routeHearsItsStart,
  routeKeyed,
  routeOnce,
  routeRestart,
  routeStartsOver,
} from '../../workflows/routing-journeys.js';

const routing = useRouting();

/** Starts a run, has it end with a deposit, and answers with the start event. */
async function startAndEnd(client: JourneyClient, playerId: string): Promise<{ first: IncomingEvent; id: string }> {
  const first = eventOf('player.referred', playerId);
  const { id } = only(await client.accept(first), 'started');
  only(await client.accept(eventOf('deposit.made', playerId)), 'signalled');
  await closedState(routing.client, id);
  return { first, id };
}

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
        expect(decision).toMatchObject({
          id: first && 'id' in first && first.id,
          run: first && 'run' in first && first.run,
        });
      }
      const id = first && 'id' in first ? (first.id ?? '') : '';
      expect((await openState(routing.client, id)).journal.filter(({ what }) => what === 'entered')).toHaveLength(1);
      await until(
        () => runsOf(routing.client, id),
        (count) => count === 1,
      );
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
    await until(
      () => runsOf(routing.client, id),
      (count) => count === 2,
    );
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
    await until(
      () => runsOf(routing.client, id),
      (count) => count === 2,
    );
  });

  it('names the very run that an event has started, though that run began anew at once', async () => {
    const client = routing.journeys([routeStartsOver]);
    const playerId = newPlayer();
    const start = eventOf('player.referred', playerId);
    const { id, run } = only(await client.accept(start), 'started');
    only(await client.accept(eventOf('deposit.made', playerId)), 'signalled');
    await until(
      () => describedRun(routing.client, id),
      (latest) => latest !== null && latest.run !== run,
    );
    only(await client.accept(start), 'duplicate');
    await until(
      () => openState(routing.client, id),
      (state) => state.stage === 'life 2',
    );
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
