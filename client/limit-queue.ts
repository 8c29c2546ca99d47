import proto from '@temporalio/proto';
import { destinationQueue } from '../workflows/contracts/task-queues.js';
import { type Deadlines, guarded } from './guarded.js';
import { SERVICE_ERROR, serviceErrorOf } from './service-error.js';

const { TaskQueueType } = proto.temporal.api.enums.v1;

/** What of a connection is needed: the client's has it, and the worker's. */
export interface QueueConnection extends Deadlines {
  readonly workflowService: proto.temporal.api.workflowservice.v1.WorkflowService;
}

/** A destination with a queue of its own. */
export interface LimitedQueue {
  readonly brand: string;
  readonly name: string;
  /** Calls a second; `null` for any number. */
  readonly rateLimit: number | null;
}

/**
 * Lets the server give out so many calls of a destination a second, to all workers together. False where it can't: then
 * each worker has to ask for the limit. @throws TemporalUnavailable
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
  return guarded(connection, async () => {
    try {
      await connection.workflowService.updateTaskQueueConfig(request);
      return true;
    } catch (error) {
      if (serviceErrorOf(error)?.code === SERVICE_ERROR.unimplemented) return false;
      throw error;
    }
  });
}
