import { describe, expect, it } from 'vitest';
import { describedRun } from '../../../client/temporal/described-run.js';
import {
  closedState,
  eventOf,
  kinds,
  later,
  newPlayer,
  only,
  openState,
  useRouting,
  until,
} from '../../support/routing.js';
import {
  routeAfterEnd,
  routeEvery,
  routeFull,
  routeKeyed,
  routeOnce,
  routeRestart,
} from '../../workflows/routing-journeys.js';

const routing = useRouting();

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
    await until(
      async () => (await routing.client.workflow.count(mine)).count,
      (count) => count > 0,
    );
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
