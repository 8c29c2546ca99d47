import { describe, expect, it } from 'vitest';
import { describedRun } from '../../../client/temporal/described-run.js';
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
import { routeRestart } from '../../workflows/routing-journeys.js';

const routing = useRouting();

describe('restart', () => {
  it('lets the open run exit and begins anew with the event, the state of the earlier run at hand', async () => {
    const client = routing.journeys([routeRestart]);
    const playerId = newPlayer();
    const first = eventOf('player.referred', playerId);
    const { id, run } = only(await client.accept(first), 'started');
    const second = eventOf('player.referred', playerId, { occurredAt: later(first) });
    expect(only(await client.accept(second), 'signalled').id).toBe(id);

    const latest = await until(
      () => describedRun(routing.client, id),
      (found) => found?.memo.startedBy.id === second.id,
    );
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
    await until(
      () => runsOf(routing.client, id),
      (count) => count === 3,
    );
  });

  it('restarts once for a restarting event that comes 50 times at once', async () => {
    const client = routing.journeys([routeRestart]);
    const playerId = newPlayer();
    const first = eventOf('player.referred', playerId);
    const { id } = only(await client.accept(first), 'started');
    const second = eventOf('player.referred', playerId, { occurredAt: later(first) });
    const decisions = kinds(await atOnce(client, second, 50));
    expect(decisions).not.toContain('started');
    await until(
      () => describedRun(routing.client, id),
      (latest) => latest?.memo.startedBy.id === second.id,
    );
    await until(
      () => runsOf(routing.client, id),
      (count) => count === 2,
    );
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
    const state = await until(
      () => openState(routing.client, id),
      (now) => now.previous !== null,
    );
    expect(state.catalogue).not.toBe(catalogue);
    expect(state.previous?.catalogue).toBe(catalogue);
  });

  it('goes on with the last of several events that come together, and exits when one of them says so', async () => {
    await routing.rest();
    const client = routing.journeys([routeRestart]);
    const together = async (playerId: string, count: number) => {
      const first = eventOf('player.referred', playerId);
      const { id } = only(await client.accept(first), 'started');
      for (let n = 1; n <= count; n++) {
        const again = eventOf('player.referred', playerId, { id: `again-${n}`, occurredAt: later(first, n * 1000) });
        only(await client.accept(again), 'signalled');
      }
      return id;
    };
    const [lucky, unlucky] = [newPlayer(), newPlayer()];
    const [open, excluded] = [await together(lucky, 3), await together(unlucky, 1)];
    only(await client.accept(eventOf('player.excluded', unlucky)), 'signalled');
    await routing.work();

    await until(
      () => describedRun(routing.client, open),
      (latest) => latest?.memo.startedBy.id === 'again-3',
    );
    await until(
      () => describedRun(routing.client, excluded),
      (latest) => latest?.open === false,
    );
    expect(await closedState(routing.client, excluded)).toMatchObject({ status: 'exited' });
  });
});
