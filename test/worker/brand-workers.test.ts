import { NativeConnection } from '@temporalio/worker';
import { pino } from 'pino';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createActivities } from '../../activities/create-activities.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { startCallRun } from '../../client/calls/start-call-run.js';
import { BrandWorkers } from '../../worker/brand-workers.js';
import { createWorkers } from '../../worker/create-workers.js';
import { limitQueues } from '../../worker/limit-queues.js';
import { RunningWorkers } from '../../worker/running-workers.js';
import { callbacksQueue, destinationQueue } from '../../workflows/contracts/names.js';
import { load } from '../catalogue/loading.js';
import { limitedCall } from '../support/limited-call.js';
import { NO_PORTS } from '../support/no-ports.js';
import { quietRuntime } from '../support/quiet-runtime.js';
import { until } from '../support/routing.js';
import { freshNamespace } from '../support/temporal.js';

/** A place with the workers of a first catalogue, to which those of later ones are added. */
async function working(first: Catalogue) {
  quietRuntime();
  const place = await freshNamespace();
  onTestFinished(() => place.close());
  const connection = await NativeConnection.connect({ address: place.address });
  onTestFinished(() => connection.close());
  const options = {
    connection,
    namespace: place.namespace,
    workflows: { workflowBundle: { codePath: inject('workflowBundle') } },
    activities: createActivities({ catalogue: () => first, ...NO_PORTS }),
    brands: [...first.brands.keys()],
    limited: await limitQueues(connection, place.namespace, first, pino({ level: 'silent' })),
  };
  const workers = new RunningWorkers(await createWorkers(options));
  const brands = new BrandWorkers(pino({ level: 'silent' }));
  brands.start(workers, options, first);
  onTestFinished(async () => {
    workers.stop();
    await workers.done;
  });
  const described = (queue: string) =>
    connection.workflowService.describeTaskQueue({
      namespace: place.namespace,
      taskQueue: { name: queue },
      taskQueueType: 2, // activities
      reportConfig: true,
    });
  return { ...place, brands, described };
}

const RATE = { 'lucky/destinations.yaml': 'operator: { url: http://127.0.0.1:1, allow: [127.0.0.1], rateLimit: 7 }' };

it('a brand that comes while the process runs gets a worker for its calls', async () => {
  const { brands, described } = await working(await load({}));
  const later = await load({ 'fresh/brand.yaml': '{}' });
  brands.follow(later);
  brands.follow(later);
  const { pollers } = await until(
    () => described(callbacksQueue('fresh')),
    (answer) => answer.pollers.length > 0,
  );
  expect(pollers).toHaveLength(1);
});

it('a destination that becomes limited gets a queue, a limit and a worker; a changed limit is in force at once', async () => {
  const { brands, described } = await working(await load({}));
  const limit = async () => {
    const { config } = await described(destinationQueue('lucky', 'operator'));
    return config?.queueRateLimit?.rateLimit?.requestsPerSecond ?? null;
  };
  brands.follow(await load(RATE));
  await until(
    () => described(destinationQueue('lucky', 'operator')),
    (answer) => answer.pollers.length > 0,
  );
  expect(await limit()).toBe(7);
  brands.follow(
    await load({
      'lucky/destinations.yaml': 'operator: { url: http://127.0.0.1:1, allow: [127.0.0.1], rateLimit: 9 }',
    }),
  );
  await until(limit, (found) => found === 9);
});

it('calls that wait in the queue of a destination that is not limited any more get a worker', async () => {
  const { brands, described, client } = await working(await load({}));
  const queue = destinationQueue('lucky', 'operator');
  await brands.adopt(await load({}));
  expect((await described(queue)).pollers).toEqual([]);
  const { limits: _, ...call } = limitedCall('wp_before', []);
  const { callKey, brand, action, playerId } = call;
  const now = new Date().toISOString();
  await startCallRun(client, {
    request: { callKey, brand, action, playerId, fields: {}, event: {}, state: null, campaign: null, decidedBy: 'x' },
    step: action,
    event: { id: 'e-1', type: 'test', playerId, occurredAt: now, receivedAt: now, data: {} },
    catalogue: call.catalogue,
    prepared: { kind: 'ready', call: { ...call, queue } },
    progress: null,
  });
  await until(
    async () => {
      await brands.adopt(await load({}));
      return described(queue);
    },
    (answer) => answer.pollers.length > 0,
  );
});
