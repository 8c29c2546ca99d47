import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJourneyClient } from '../../../client/create-journey-client.js';
import type { JourneyClient } from '../../../client/journey-client.js';
import { freePort } from '../../../dev/launch/ports.js';
import { startTemporalServer, type TemporalServer } from '../../../dev/temporal/server.js';
import { catalogueOf } from '../../support/catalogue-of.js';
import { closedState, eventOf, newPlayer, only, type Routing, startRouting } from '../../support/routing.js';
import { routeKeyed, routeOnce } from '../../workflows/routing-journeys.js';

describe('while Temporal is away', () => {
  let port: number;
  let client: JourneyClient;
  let server: TemporalServer | undefined;
  beforeAll(async () => {
    port = await freePort();
    const catalogue = catalogueOf([routeOnce, routeKeyed]);
    client = createJourneyClient({
      catalogue: () => catalogue,
      entries: [routeOnce.entry, routeKeyed.entry],
      client: new Client({ connection: Connection.lazy({ address: `127.0.0.1:${port}` }) }),
    });
  });
  afterAll(async () => {
    await client.close();
    await server?.stop();
  });

  const asks: [string, () => Promise<unknown>][] = [
    ['accept', () => client.accept(eventOf('player.referred', newPlayer()))],
    ['explain', () => client.explain('lucky:route-once:p-1')],
    ['list', () => client.list({ brand: 'lucky', limit: 10 })],
    ['cancel', () => client.cancel('lucky:route-once:p-1', { by: 'ann', reason: null })],
    ['checkReady', () => client.checkReady()],
  ];

  async function allRefuse(): Promise<void> {
    const errors = await Promise.all(asks.map(([, ask]) => ask().catch((reason: unknown) => reason)));
    for (const [place, error] of errors.entries()) {
      expect(error, asks[place]?.[0]).toMatchObject({ name: 'TemporalUnavailable' });
    }
  }

  // The limit of the test is the promise: three seconds, and not the minute for which a client asks by itself.
  it('everything says so, in about three seconds', { timeout: 6_000 }, allRefuse);

  it('nothing has to be done for it to work again, nor after another outage', { timeout: 60_000 }, async () => {
    const start = () =>
      startTemporalServer({ port, namespace: 'default', say: () => undefined, write: () => undefined });
    server = await start();
    await expect.poll(() => client.checkReady().then(() => 'ready', String), { timeout: 20_000 }).toBe('ready');
    only(await client.accept(eventOf('player.referred', newPlayer())), 'started');

    await server.stop();
    await allRefuse();
    server = await start();
    await expect.poll(() => client.checkReady().then(() => 'ready', String), { timeout: 20_000 }).toBe('ready');
    only(await client.accept(eventOf('player.referred', newPlayer())), 'started');
  });
});

describe('while no worker runs', () => {
  let routing: Routing;
  beforeAll(async () => {
    routing = await startRouting();
  });
  afterAll(() => routing.close());

  it('events are accepted, and processed afterwards', async () => {
    const client = routing.journeys([routeOnce]);
    const playerId = newPlayer();
    const { id } = only(await client.accept(eventOf('player.referred', playerId)), 'started');
    only(await client.accept(eventOf('deposit.made', playerId, { id: 'd-1' })), 'signalled');
    await routing.work();
    expect(await closedState(routing.client, id)).toMatchObject({ status: 'ended', outcome: 'deposit d-1' });
  });
});
