import { Worker, type WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../workflows/contracts/activities.js';
import { callbacksQueue, JOURNEYS_QUEUE } from '../workflows/contracts/task-queues.js';
import type { WorkflowSource } from './workflow-source.js';

/** The workers of one process. */
export interface WorkersOptions {
  readonly connection: NonNullable<WorkerOptions['connection']>;
  readonly namespace: string;
  readonly workflows: WorkflowSource;
  readonly activities: Activities;
  readonly brands: readonly string[];
  /** How many sleeping runs are kept in memory: 500 unless given. With 0 every task replays its run from the start. */
  readonly maxCachedWorkflows?: number;
}

/** Attempt 10 s < start-to-close 15 s < this < the force that follows: what is on the wire is waited for. */
const SHUTDOWN: Pick<WorkerOptions, 'shutdownGraceTime' | 'shutdownForceTime'> = {
  shutdownGraceTime: '20 seconds',
  shutdownForceTime: '25 seconds',
};

const POLLERS = { type: 'autoscaling', minimum: 1, maximum: 5, initial: 2 } as const;

/**
 * Makes the workers of a process, in production and in tests: one for the journeys, and for each brand one that only
 * runs activities, so that one brand's trouble is never another's.
 */
export async function createWorkers(options: WorkersOptions): Promise<Worker[]> {
  const { connection, namespace, activities } = options;
  const journeys = Worker.create({
    connection,
    namespace,
    taskQueue: JOURNEYS_QUEUE,
    ...options.workflows,
    activities,
    maxCachedWorkflows: options.maxCachedWorkflows ?? 500,
    workflowTaskPollerBehavior: POLLERS,
    activityTaskPollerBehavior: POLLERS,
    ...SHUTDOWN,
  });
  return Promise.all([journeys, ...options.brands.map((brand) => createBrandWorker(options, brand))]);
}

/** Makes the worker of one brand's calls, which only runs activities. */
export function createBrandWorker(
  { connection, namespace, activities }: Pick<WorkersOptions, 'connection' | 'namespace' | 'activities'>,
  brand: string,
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    taskQueue: callbacksQueue(brand),
    activities,
    activityTaskPollerBehavior: POLLERS,
    ...SHUTDOWN,
  });
}

/** Runs workers until they are shut down; one that fails takes the others with it. */
export async function runWorkers(workers: readonly Worker[]): Promise<void> {
  try {
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    shutDown(workers);
  }
}

/** Asks workers to finish what they have and stop. */
export function shutDown(workers: readonly Worker[]): void {
  for (const worker of workers) {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  }
}
