import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { BrandCatalogue } from '../catalogue/catalogue.js';
import { queuesOf } from '../catalogue/queues.js';
import { JOURNEYS_QUEUE, LIMITS_QUEUE } from '../workflows/contracts/task-queues.js';
import { NoWorkerAnswered } from './errors.js';

const { TaskQueueType } = proto.temporal.api.enums.v1;

/** Resolves when a worker polls every queue. @throws NoWorkerAnswered naming those that nobody polls. */
export async function checkWorkers(client: Client, brands: Iterable<BrandCatalogue>): Promise<void> {
  const queues = [
    { name: JOURNEYS_QUEUE, type: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW },
    { name: JOURNEYS_QUEUE, type: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY },
    { name: LIMITS_QUEUE, type: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW },
    ...[...brands].flatMap(queuesOf).map((name) => ({ name, type: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY })),
  ];
  const polled = await Promise.all(queues.map((queue) => isPolled(client, queue)));
  const alone = queues.filter((_, place) => !polled[place]).map(({ name }) => name);
  if (alone.length > 0) throw new NoWorkerAnswered(`no worker polls ${[...new Set(alone)].join(', ')}: start a worker`);
}

async function isPolled(
  client: Client,
  queue: { readonly name: string; readonly type: proto.temporal.api.enums.v1.TaskQueueType },
): Promise<boolean> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: queue.name },
    taskQueueType: queue.type,
  });
  return pollers.length > 0;
}
