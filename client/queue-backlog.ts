import proto from '@temporalio/proto';
import type { QueueConnection } from './limit-queue.js';
import { guarded } from './guarded.js';

/** Whether something waits in a queue of activities. @throws TemporalUnavailable */
export async function hasBacklog(connection: QueueConnection, namespace: string, queue: string): Promise<boolean> {
  const { stats } = await guarded(connection, () =>
    connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: queue },
      taskQueueType: proto.temporal.api.enums.v1.TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
      reportStats: true,
    }),
  );
  return Number(stats?.approximateBacklogCount ?? 0) > 0;
}
