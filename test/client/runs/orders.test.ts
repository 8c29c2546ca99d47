import { beforeAll, describe, expect, it } from 'vitest';
import type { JourneyClient, StartOrder } from '../../../client/journey-client.js';
import {
  closedState,
  eventOf,
  newPlayer,
  only,
  openState,
  startRouting,
  until,
  useRouting,
} from '../../support/routing.js';
import {
  routeAfterEnd,
  routeEvery,
  routeHearsItsStart,
  routeKeyed,
  routeOnce,
} from '../../workflows/routing-journeys.js';

const routing = useRouting();
let client: JourneyClient;
beforeAll(() => {
  client = routing.journeys([routeOnce, routeAfterEnd, routeEvery, routeKeyed, routeHearsItsStart]);
});

function order(journey: string, changes: Partial<StartOrder> = {}): StartOrder {
  return {
    brand: 'lucky',
    journey,
    playerId: newPlayer(),
    key: null,
    id: 'o-1',
    data: { referrerId: 'r-1' },
    ...changes,
  };
}

describe('a start by hand', () => {
  it('begins a run, and answers with the open one when it is repeated or another one is ordered', async () => {
    for (const journey of ['route-once', 'route-after-end']) {
      const first = order(journey);
      const begun = await client.start(first);
      expect(begun).toEqual({ started: true, id: `lucky:${journey}:${first.playerId}`, run: begun.run });
      expect(await client.start(first)).toEqual({ ...begun, started: false });
      expect(await client.start({ ...first, id: 'o-2' })).toEqual({ ...begun, started: false });
      expect(await openState(routing.client, begun.id)).toMatchObject({ startedBy: { id: 'o-1' } });
    }
  });

  it('begins one run however often it is ordered at once', async () => {
    for (const journey of ['route-once', 'route-after-end', 'route-every']) {
      const first = order(journey);
      const answers = await Promise.all(Array.from({ length: 20 }, () => client.start(first)));
      expect(
        answers.filter(({ started }) => started),
        journey,
      ).toHaveLength(1);
      expect(new Set(answers.map(({ run }) => run)).size, journey).toBe(1);
    }
  });

  it('puts the key where the journey looks for it', async () => {
    const data = { amount: { amount: '5.00', currency: 'EUR' } };
    const keyed = order('route-keyed', { key: 'w-9', data });
    const { id } = await client.start(keyed);
    expect(id).toBe(`lucky:route-keyed:${keyed.playerId}:w-9`);
    expect(await openState(routing.client, id)).toMatchObject({ key: 'w-9' });
  });

  it('is refused, with the field to change, where no run can be', async () => {
    const refusals: [StartOrder, string, RegExp][] = [
      [order('route-nowhere'), 'journey', /there is no journey "route-nowhere"/],
      [order('route-once', { key: 'k' }), 'key', /has no key: leave it out/],
      [order('route-once', { data: { referrerId: 7 } }), 'data.referrerId', /must be string/],
      [
        order('route-keyed', { data: { amount: { amount: '5.00', currency: 'EUR' } } }),
        'data.withdrawalId',
        /required/,
      ],
      [order('route-once', { playerId: 'x'.repeat(190) }), 'playerId', /at most 200/],
      [order('route-once', { brand: 'nobody' }), 'brand', /not in the catalogue/],
    ];
    for (const [refused, field, message] of refusals) {
      const error: unknown = await client.start(refused).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'OrderRefused', field, message: expect.stringMatching(message) });
    }
  });

  it('is refused for whom the switches keep out, even where an open run would hear the event', async () => {
    const held = routing.journeys([routeOnce], { holdout: 100 });
    await expect(held.start(order('route-once'))).rejects.toMatchObject({ field: 'playerId' });
    const off = routing.journeys([routeHearsItsStart], { enabled: false });
    const data = { amount: { amount: '5.00', currency: 'EUR' } };
    await expect(off.start(order('route-hears-its-start', { data }))).rejects.toMatchObject({
      field: 'journey',
      message: 'not enabled for this brand',
    });
  });

  it('is refused for a player who has been through a journey that is entered once', async () => {
    const first = order('route-once');
    const { id, run } = await client.start(first);
    await client.accept(eventOf('deposit.made', first.playerId));
    await closedState(routing.client, id);
    await expect(client.start({ ...first, id: 'o-2' })).rejects.toMatchObject({ field: 'journey' });
    expect(await client.start(first)).toEqual({ started: false, id, run });
  });
});

describe('an event for one run', () => {
  it('reaches that run alone', async () => {
    const playerId = newPlayer();
    const runs = await Promise.all(
      ['w-1', 'w-2'].map((withdrawalId) =>
        client.accept(eventOf('withdrawal.requested', playerId, { data: { withdrawalId } })),
      ),
    );
    const [one = '', two = ''] = runs.map((decisions) => only(decisions, 'started').id);
    const deposit = eventOf('deposit.made', playerId);
    expect(await client.deliver(one, deposit)).toEqual({ decision: 'signalled', journey: 'route-keyed', id: one });
    await until(
      () => openState(routing.client, one),
      (state) => state.eventsTaken === 1,
    );
    expect(await openState(routing.client, two)).toMatchObject({ eventsTaken: 0 });
  });

  it('is refused by the name of what does not fit', async () => {
    const playerId = newPlayer();
    const { id } = only(await routing.journeys([routeOnce]).accept(eventOf('player.referred', playerId)), 'started');
    await expect(client.deliver(id, eventOf('deposit.made', 'another'))).rejects.toMatchObject({ field: 'playerId' });
    await expect(client.deliver(id, eventOf('withdrawal.cancelled', playerId))).rejects.toMatchObject({
      field: 'type',
    });
    const wrong = eventOf('deposit.made', playerId, { data: { amount: 5 } });
    await expect(client.deliver(id, wrong)).rejects.toMatchObject({ field: 'data.amount' });
    const foreign = eventOf('deposit.made', playerId, { brand: 'royal' });
    await expect(client.deliver(id, foreign)).rejects.toMatchObject({ name: 'RunNotFound' });
    expect((await openState(routing.client, id)).eventsTaken).toBe(0);
  });

  it('is not eligible when the run has closed or never was', async () => {
    const playerId = newPlayer();
    const notOpen = { decision: 'not-eligible', reason: 'no run is open' };
    const id = `lucky:route-once:${playerId}`;
    for (const type of ['deposit.made', 'player.excluded'] as const) {
      expect(await client.deliver(id, eventOf(type, playerId))).toMatchObject(notOpen);
    }
  });
});

describe('an order to one run', () => {
  const by = { by: 'ann', reason: null };

  it('pauses it, lets it go on, and cancels it; the journal names who asked', async () => {
    const { id } = await client.start(order('route-once'));
    await client.pause(id, by);
    await until(
      () => openState(routing.client, id),
      ({ status }) => status === 'paused',
    );
    await client.resume(id, { by: 'bob', reason: 'all clear' });
    await until(
      () => openState(routing.client, id),
      ({ status }) => status === 'open',
    );
    await client.cancel(id, by);
    const { journal, status, outcome } = await closedState(routing.client, id);
    expect({ status, outcome }).toEqual({ status: 'cancelled', outcome: 'cancelled by ann' });
    expect(journal.map(({ text }) => text)).toEqual(
      expect.arrayContaining(['paused by ann', 'resumed by bob: all clear', 'cancelled by ann']),
    );
    for (const act of ['pause', 'resume', 'cancel'] as const) {
      await expect(client[act](id, by), act).rejects.toMatchObject({ name: 'RunNotFound' });
    }
  });
});

describe('readiness', () => {
  it('needs Temporal alone, or with all also a worker on every queue', async () => {
    const idle = await startRouting();
    try {
      const unattended = idle.journeys([routeOnce]);
      await unattended.checkReady();
      await expect(unattended.checkReady({ all: true })).rejects.toMatchObject({
        name: 'NoWorkerAnswered',
        message: expect.stringContaining('journeys, limits, callbacks:lucky, callbacks:royal'),
      });
    } finally {
      await idle.close();
    }
    await until(
      () => client.checkReady({ all: true }).then(() => 'ready', String),
      (answer) => answer === 'ready',
    );
  });
});
