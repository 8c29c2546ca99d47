import { hostname } from 'node:os';
import proto from '@temporalio/proto';
import { JOURNEYS_QUEUE } from '../workflows/contracts/task-queues.js';
import type { QueueConnection } from './limit-queue.js';
import { guarded } from './guarded.js';

const { TaskQueueType } = proto.temporal.api.enums.v1;

/** A poll waits for a minute; who has not polled for longer is gone. Milliseconds. */
const GONE_AFTER = 70_000;

/** How many other worker processes poll now. @throws TemporalUnavailable */
export async function countOtherWorkers(connection: QueueConnection, namespace: string): Promise<number> {
  // So the SDK names a worker. One of this process can only be left over from before a restart of its container.
  const identity = `${process.pid}@${hostname()}`;
  const { pollers } = await guarded(connection, () =>
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
