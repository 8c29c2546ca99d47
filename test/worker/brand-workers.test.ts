import { NativeConnection } from '@temporalio/worker';
import { pino } from 'pino';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createActivities } from '../../activities/create-activities.js';
import { createWorkers } from '../../worker/create-workers.js';
import { BrandWorkers } from '../../worker/brand-workers.js';
import { RunningWorkers } from '../../worker/running-workers.js';
import { callbacksQueue } from '../../workflows/contracts/task-queues.js';
import { load } from '../catalogue/loading.js';
import { quietRuntime } from '../support/quiet-runtime.js';
import { until } from '../support/routing.js';
import { freshNamespace } from '../support/temporal.js';

it('a brand that comes while the process runs gets a worker for its calls', async () => {
  quietRuntime();
  const place = await freshNamespace();
  onTestFinished(() => place.close());
  const connection = await NativeConnection.connect({ address: place.address });
  onTestFinished(() => connection.close());
  const first = await load({});
  const later = await load({ 'fresh/brand.yaml': '{}' });
  const finder = { findOpenRuns: () => Promise.resolve([]) };
  const options = {
    connection,
    namespace: place.namespace,
    workflows: { workflowBundle: { codePath: inject('workflowBundle') } },
    activities: createActivities({ catalogue: () => later, finder }),
    brands: [...first.brands.keys()],
  };
  const workers = new RunningWorkers(await createWorkers(options));
  const brands = new BrandWorkers(pino({ level: 'silent' }));
  brands.start(workers, options);
  brands.follow(later);
  brands.follow(later);

  const pollers = () =>
    connection.workflowService.describeTaskQueue({
      namespace: place.namespace,
      taskQueue: { name: callbacksQueue('fresh') },
      taskQueueType: 2, // activities
    });
  const { pollers: found } = await until(pollers, (answer) => answer.pollers.length > 0);
  expect(found).toHaveLength(1);
  workers.stop();
  await workers.done;
});
