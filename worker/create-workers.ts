import type { DataConverter } from '@temporalio/common';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../workflows/contracts/activities.js';
import { callbacksQueue, destinationQueue, JOURNEYS_QUEUE, LIMITS_QUEUE } from '../workflows/contracts/names.js';
import type { WorkflowSource } from './workflow-source.js';

/** The workers of one process. */
export interface WorkersOptions {
  readonly connection: NonNullable<WorkerOptions['connection']>;
  readonly namespace: string;
  readonly workflows: WorkflowSource;
  readonly activities: Activities;
  /** What values are converted with: see `client/codec`. Must fit the workflows' bundle. */
  readonly dataConverter?: DataConverter;
  readonly brands: readonly string[];
  /** The destinations that have a queue of their own; none unless given. */
  readonly limited?: readonly LimitedDestination[];
  /** How many sleeping runs are kept in memory: 500 unless given. With 0 every task replays its run from the start. */
  readonly maxCachedWorkflows?: number;
}

/** A destination whose calls are limited. */
export interface LimitedDestination {
  readonly brand: string;
  readonly name: string;
  /** At most so many calls at the same time, of this process; `null` for as many as any brand's. */
  readonly concurrency: number | null;
  /** Calls a second, where the server takes no limit for a queue; `null` where it does, or where there is none. */
  readonly rate: number | null;
}

/** Attempt 10 s < start-to-close 15 s < this < the force that follows: what is on the wire is waited for. */
const SHUTDOWN: Pick<WorkerOptions, 'shutdownGraceTime' | 'shutdownForceTime'> = {
  shutdownGraceTime: '20 seconds',
  shutdownForceTime: '25 seconds',
};

/** How many polls one worker has open at a time. */
export const POLLERS = { type: 'autoscaling', minimum: 1, maximum: 5, initial: 2 } as const;

/**
 * Makes the workers of a process, in production and in tests: one for the journeys, one for the keepers of limits and holds,
 * and
 * for each brand and each limited destination one that only runs activities, so that the trouble of one is never
 * another's.
 */
export async function createWorkers(options: WorkersOptions): Promise<Worker[]> {
  const { connection, namespace, activities, dataConverter = {} } = options;
  const journeys = Worker.create({
    connection,
    namespace,
    taskQueue: JOURNEYS_QUEUE,
    ...options.workflows,
    activities,
    dataConverter,
    maxCachedWorkflows: options.maxCachedWorkflows ?? 500,
    workflowTaskPollerBehavior: POLLERS,
    activityTaskPollerBehavior: POLLERS,
    ...SHUTDOWN,
  });
  const brands = options.brands.map((brand) => createBrandWorker(options, brand));
  const limited = (options.limited ?? []).map((destination) => createDestinationWorker(options, destination));
  return Promise.all([journeys, createLimitsWorker(options), ...brands, ...limited]);
}

/** Makes the worker of the keepers of limits, which only runs workflows. */
export function createLimitsWorker(
  options: Pick<WorkersOptions, 'connection' | 'namespace' | 'workflows' | 'dataConverter' | 'maxCachedWorkflows'>,
): Promise<Worker> {
  const { connection, namespace, dataConverter = {} } = options;
  return Worker.create({
    connection,
    namespace,
    taskQueue: LIMITS_QUEUE,
    ...options.workflows,
    dataConverter,
    maxCachedWorkflows: options.maxCachedWorkflows ?? 500,
    workflowTaskPollerBehavior: POLLERS,
    // What a worker that has died was to do is for another at once: holds are seen within two seconds.
    stickyQueueScheduleToStartTimeout: '1 second',
    ...SHUTDOWN,
  });
}

/** What the workers of calls are made from. */
export type CallWorkerOptions = Pick<WorkersOptions, 'connection' | 'namespace' | 'activities' | 'dataConverter'>;

/** Makes the worker of one brand's calls, which only runs activities. */
export function createBrandWorker(options: CallWorkerOptions, brand: string): Promise<Worker> {
  return createCallWorker(options, { taskQueue: callbacksQueue(brand) });
}

/** Makes the worker of a limited destination's calls, which only runs activities. */
export function createDestinationWorker(
  options: CallWorkerOptions,
  { brand, name, concurrency, rate }: LimitedDestination,
): Promise<Worker> {
  return createCallWorker(options, {
    taskQueue: destinationQueue(brand, name),
    ...(concurrency === null ? {} : { maxConcurrentActivityTaskExecutions: concurrency }),
    ...(rate === null ? {} : { maxTaskQueueActivitiesPerSecond: rate }),
  });
}

function createCallWorker(
  { connection, namespace, activities, dataConverter = {} }: CallWorkerOptions,
  about: Pick<WorkerOptions, 'maxConcurrentActivityTaskExecutions' | 'maxTaskQueueActivitiesPerSecond'> & {
    readonly taskQueue: string;
  },
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace,
    activities,
    dataConverter,
    activityTaskPollerBehavior: POLLERS,
    ...about,
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
