import { hostname } from 'node:os';
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { queuesOf } from '../../catalogue/destination/queues.js';
import { destinationQueue, JOURNEYS_QUEUE, LIMITS_QUEUE } from '../../workflows/contracts/names.js';
import { NoWorkerAnswered } from '../errors.js';
import { type Deadlines, isRefused, withDeadline } from './with-deadline.js';

const { TaskQueueType } = proto.temporal.api.enums.v1;

/** The part of a connection that is needed here. The client's connection has it, and the worker's. */
export interface QueueConnection extends Deadlines {
  readonly workflowService: proto.temporal.api.workflowservice.v1.WorkflowService;
}

/** A destination with its own queue. */
export interface LimitedQueue {
  readonly brand: string;
  readonly name: string;
  /** Calls per second; `null` for no limit. */
  readonly rateLimit: number | null;
}

/**
 * Limits the rate of a destination's queue on the server, for all workers together. Returns false if the server can't, or
 * does not let this client; then each worker must set the limit. @throws TemporalUnavailable
 */
export async function limitQueue(
  connection: QueueConnection,
  namespace: string,
  { brand, name, rateLimit }: LimitedQueue,
): Promise<boolean> {
  const request = {
    namespace,
    identity: 'waypost',
    taskQueue: destinationQueue(brand, name),
    taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    updateQueueRateLimit: {
      ...(rateLimit === null ? {} : { rateLimit: { requestsPerSecond: rateLimit } }),
      reason: `rateLimit of ${name} in the catalogue of ${brand}`,
    },
  };
  return withDeadline(connection, async () => {
    try {
      await connection.workflowService.updateTaskQueueConfig(request);
      return true;
    } catch (error) {
      if (isRefused(error)) return false;
      throw error;
    }
  });
}

/** Returns true if an activity waits in a queue. @throws TemporalUnavailable */
export async function hasBacklog(connection: QueueConnection, namespace: string, queue: string): Promise<boolean> {
  const { stats } = await withDeadline(connection, () =>
    connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: queue },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
      reportStats: true,
    }),
  );
  return Number(stats?.approximateBacklogCount ?? 0) > 0;
}

/** A poll lasts one minute. A worker that has not polled for longer is gone. Milliseconds. */
export const GONE_AFTER = 70_000;

/** Counts the other worker processes that poll now. @throws TemporalUnavailable */
export async function countOtherWorkers(connection: QueueConnection, namespace: string): Promise<number> {
  // The SDK names workers like this. Within a restarted container an old process can have the same name.
  const identity = `${process.pid}@${hostname()}`;
  const { pollers } = await withDeadline(connection, () =>
    connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: JOURNEYS_QUEUE },
      taskQueueType: TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    }),
  );
  const since = Date.now() - GONE_AFTER;
  const there = pollers.filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1_000 > since);
  return new Set(there.map((poller) => poller.identity).filter((one) => one !== identity)).size;
}

/** Resolves if a worker polls every queue. @throws NoWorkerAnswered with the names of the others */
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
