import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncomingEvent } from '../../../client/events/decisions.js';
import { sweepId } from '../../../workflows/contracts/names.js';
import type { RunFinder } from '../../../workflows/contracts/ports.js';
import {
  closedState,
  eventOf,
  newPlayer,
  only,
  openState,
  type Routing,
  startRouting,
  until,
} from '../../support/routing.js';
import { routeEvery, routeKeyed, routeKeyedToo } from '../../workflows/routing-journeys.js';

let routing: Routing;
/** Players of whom visibility shows nothing at the first look, and those whose runs close after they were listed. */
const late = new Set<string>();
const leaving = new Set<string>();
const looks = new Map<string, number>();

function watched(finder: RunFinder): RunFinder {
  return {
    findOpenRuns: async (search) => {
      const { playerId } = search;
      looks.set(playerId, (looks.get(playerId) ?? 0) + 1);
      const runs = await finder.findOpenRuns(search);
      if (leaving.delete(playerId)) {
        await Promise.all(runs.map((run) => routing.client.workflow.getHandle(run.id).terminate('gone meanwhile')));
      }
      return late.delete(playerId) ? [] : runs;
    },
  };
}

beforeAll(async () => {
  routing = await startRouting(watched);
  await routing.work();
});
afterAll(() => routing.close());

/** Starts a run of both keyed journeys for each withdrawal, and waits until lists show them. */
async function startKeyed(playerId: string, withdrawals: readonly string[]): Promise<string[]> {
  const client = routing.journeys([routeKeyed, routeKeyedToo]);
  const starts = withdrawals.map((withdrawalId) =>
    eventOf('withdrawal.requested', playerId, { data: { withdrawalId } }),
  );
  const decisions = (await Promise.all(starts.map((start) => client.accept(start)))).flat();
  await until(
    () => client.list({ brand: 'lucky', playerId, status: 'open', limit: 50 }),
    ({ runs }) => runs.length === decisions.length,
  );
  return decisions.map((decision) => ('id' in decision ? (decision.id ?? '') : ''));
}

const sweepsOf = (event: IncomingEvent) => routing.client.workflow.getHandle(sweepId(event.brand, event.id));

describe('an event that names the key', () => {
  it('reaches that run alone, and no sweep starts', async () => {
    const playerId = newPlayer();
    await startKeyed(playerId, ['w-1', 'w-2']);
    const client = routing.journeys([routeKeyed]);
    const cancelled = eventOf('withdrawal.cancelled', playerId, { data: { withdrawalId: 'w-1' } });
    expect(only(await client.accept(cancelled), 'signalled').id).toBe(`lucky:route-keyed:${playerId}:w-1`);
    expect((await closedState(routing.client, `lucky:route-keyed:${playerId}:w-1`)).status).toBe('ended');
    expect(await openState(routing.client, `lucky:route-keyed:${playerId}:w-2`)).toMatchObject({ eventsTaken: 0 });
    await expect(sweepsOf(cancelled).describe()).rejects.toThrow(/not found/);
  });
});

describe('an event without the key', () => {
  it('reaches all runs of the player through one sweep for all journeys, within a second of its signal', async () => {
    const playerId = newPlayer();
    const [mine, stranger] = [await startKeyed(playerId, ['w-1', 'w-2']), await startKeyed(newPlayer(), ['w-1'])];
    const client = routing.journeys([routeKeyed, routeKeyedToo]);
    const exit = eventOf('player.excluded', playerId);
    const id = sweepId('lucky', exit.id);
    expect(await client.accept(exit)).toEqual([
      { decision: 'signalled', journey: 'route-keyed', id },
      { decision: 'signalled', journey: 'route-keyed-too', id },
    ]);
    for (const run of mine) {
      const { journal, status } = await closedState(routing.client, run);
      expect(status).toBe('exited');
      const at = (what: string) => Date.parse(journal.find((line) => line.what === what)?.at ?? '');
      expect(at('exited') - at('exiting')).toBeLessThan(1000);
    }
    for (const run of stranger)
      expect(await openState(routing.client, run)).toMatchObject({ status: 'open', ignored: {} });
  });

  it('starts no second sweep when it is repeated, 50 times at once or later', async () => {
    const playerId = newPlayer();
    const [first = ''] = await startKeyed(playerId, ['w-1']);
    const client = routing.journeys([routeKeyed, routeKeyedToo]);
    const deposit = eventOf('deposit.made', playerId);
    const decisions = await Promise.all(Array.from({ length: 50 }, () => client.accept(deposit)));
    for (const decision of decisions) only(decision, 'signalled');
    await until(
      () => openState(routing.client, first),
      (state) => state.eventsTaken === 1,
    );
    const { runId } = await sweepsOf(deposit).describe();
    only(await client.accept(deposit), 'signalled');
    expect((await sweepsOf(deposit).describe()).runId).toBe(runId);
    expect(looks.get(playerId)).toBe(1);
    expect((await openState(routing.client, first)).ignored).toEqual({});
  });

  it('reaches the runs of a journey with a run per event', async () => {
    const playerId = newPlayer();
    const client = routing.journeys([routeEvery]);
    const starts = await Promise.all([1, 2].map(() => client.accept(eventOf('player.referred', playerId))));
    const ids = starts.map((decisions) => only(decisions, 'started').id);
    await until(
      () => client.list({ brand: 'lucky', playerId, limit: 5 }),
      ({ runs }) => runs.length === 2,
    );
    only(await client.accept(eventOf('player.excluded', playerId)), 'signalled');
    for (const id of ids) expect((await closedState(routing.client, id)).status).toBe('exited');
  });

  it.concurrent('reaches a run that visibility did not show yet with the second look, and no run twice', async () => {
    const playerId = newPlayer();
    late.add(playerId);
    const [first = ''] = await startKeyed(playerId, ['w-1']);
    const deposit = eventOf('deposit.made', playerId);
    only(await routing.journeys([routeKeyed]).accept(deposit), 'signalled');
    await until(
      () => openState(routing.client, first),
      (state) => state.eventsTaken === 1,
    );
    expect(looks.get(playerId)).toBe(2);
    expect((await openState(routing.client, first)).ignored).toEqual({});
  });

  it.concurrent('goes on to the other runs when one has closed since it was listed', async () => {
    const playerId = newPlayer();
    const [gone = ''] = await startKeyed(playerId, ['w-1']);
    leaving.add(playerId);
    const exit = eventOf('player.excluded', playerId);
    await routing.journeys([routeKeyed, routeKeyedToo]).accept(exit);
    await until(
      () => routing.client.workflow.getHandle(gone).describe(),
      ({ status }) => status.name === 'TERMINATED',
    );
    // The sweep lives on: it looks again ten seconds later.
    await until(
      async () => looks.get(playerId) ?? 0,
      (count) => count === 2,
    );
    expect((await sweepsOf(exit).describe()).status.name).toBe('RUNNING');
  });

  it('is taken whatever its id looks like', async () => {
    const playerId = newPlayer();
    const [run = ''] = await startKeyed(playerId, ['w-1']);
    const exit = eventOf('player.excluded', playerId, { id: '€'.repeat(128) });
    await routing.journeys([routeKeyed, routeKeyedToo]).accept(exit);
    expect((await closedState(routing.client, run)).status).toBe('exited');
    expect(sweepId('lucky', exit.id).length).toBeLessThanOrEqual(200);
    expect(sweepId('lucky', exit.id)).not.toBe(sweepId('lucky', `${exit.id}€`));
  });
});
