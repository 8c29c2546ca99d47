import { NativeConnection } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createActivities } from '../../activities/create-activities.js';
import { NoWorkerAnswered } from '../../client/errors.js';
import { createDestinationWorker, pollsPerQueue, runWorkers, shutDown } from '../../worker/create-workers.js';
import { checkPolls, limitQueues } from '../../worker/limit-queues.js';
import { destinationQueue } from '../../workflows/contracts/names.js';
import { InMemoryHolds } from '../support/in-memory-holds.js';
import { NO_PORTS } from '../support/no-ports.js';
import { catalogueOf, type Change } from '../support/catalogue-of.js';
import { closedState, eventOf, newPlayer, only, type Routing, startRouting, until } from '../support/routing.js';
import { creditsOnce } from '../workflows/journeys/calling.js';

const RATE = 5;

/** lucky's operator takes five calls a second; royal's as many as come. */
const limited: Change = (brand) => {
  if (brand.brand !== 'lucky') return brand;
  const destinations = [...brand.destinations].map(([name, one]) => [name, { ...one, rateLimit: RATE }] as const);
  const actions = [...brand.actions].map(([name, one]) => [name, { ...one, guards: [], limits: [] }] as const);
  return { ...brand, destinations: new Map(destinations), actions: new Map(actions) };
};

let routing: Routing;
beforeAll(async () => {
  routing = await startRouting(undefined, limited);
});
afterAll(() => routing.close());

/** Starts so many runs that credit once, and waits until all are delivered. */
async function credit(brand: string, times: number): Promise<void> {
  const client = routing.journeys([creditsOnce]);
  const started = Array.from({ length: times }, async () => {
    return only(await client.accept(eventOf('player.referred', newPlayer(), { brand })), 'started').id;
  });
  for (const id of await Promise.all(started)) await closedState(routing.client, id);
}

describe('the polls of all workers', () => {
  it('are fewer than the server holds', () => {
    expect(() => checkPolls({ brands: 10, limited: 50, processes: 3 })).not.toThrow();
    expect(() => checkPolls({ brands: 200, limited: 600, processes: 1 })).not.toThrow();
    expect(() => checkPolls({ brands: 200, limited: 600, processes: 2 })).toThrow(
      'Too many queues are polled: 200 brands and 600 destinations with a rateLimit or concurrency, by 2 worker ' +
        'processes with up to 1 polls for each queue, make 1630, and Temporal takes fewer than 1000: run fewer ' +
        'processes, or limit fewer destinations.',
    );
  });

  it('are fewer for each queue, the more queues there are', () => {
    expect([1, 50, 100, 200, 800].map(pollsPerQueue)).toEqual([5, 5, 2, 1, 1]);
  });
});

describe('a destination with a rateLimit', () => {
  it('has a queue of its own, for which readiness asks too', async () => {
    const ready = () =>
      routing
        .journeys([creditsOnce])
        .checkReady({ all: true })
        .then(() => null)
        .catch((error: unknown) => error);
    expect(await ready()).toBeInstanceOf(NoWorkerAnswered);
    expect(String(await ready())).toContain('callbacks:lucky, callbacks:lucky:operator');
    await routing.work();
    await until(ready, (error) => error === null);
  });

  it('gets no more calls a second than that, however many workers there are', async () => {
    const connection = await NativeConnection.connect({ address: routing.address });
    onTestFinished(() => connection.close());
    const environment = { OPERATOR_URL: routing.operator.url, LUCKY_OPERATOR_KEY: 'lucky-key' };
    const catalogue = catalogueOf([creditsOnce], {}, environment, limited);
    const activities = createActivities({
      catalogue: () => catalogue,
      ...NO_PORTS,
      holds: new InMemoryHolds(),
      environment,
    });
    const [destination] = await limitQueues(connection, routing.namespace, catalogue, pino({ level: 'silent' }));
    if (!destination) throw new Error('nothing is limited');
    expect(destination).toEqual({ brand: 'lucky', name: 'operator', concurrency: null, rate: null });
    const second = await createDestinationWorker({ connection, namespace: routing.namespace, activities }, destination);
    const running = runWorkers([second]);
    await credit('lucky', 40);
    shutDown([second]);
    await running;

    const times = (await routing.operator.requests()).map(({ time }) => Date.parse(time)).sort((a, b) => a - b);
    expect(times).toHaveLength(40);
    // The server lets the calls of one second through at once, and then five a second.
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(((40 - 2 * RATE) / RATE) * 1_000);
  });

  it('does not slow down another brand', async () => {
    await credit('royal', 1);
    expect(destinationQueue('royal', 'operator')).toBe('callbacks:royal:operator');
  });
});
