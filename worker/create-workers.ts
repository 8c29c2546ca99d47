import type { DataConverter } from '@temporalio/common';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import type { Activities } from '../workflows/contracts/activities.js';
import {
  callbacksQueue,
  DEPLOYMENT,
  destinationQueue,
  JOURNEYS_QUEUE,
  LIMITS_QUEUE,
} from '../workflows/contracts/names.js';
import type { WorkflowSource } from './workflow-source.js';

/** Options of the workers of one process. */
export interface WorkersOptions {
  readonly connection: NonNullable<WorkerOptions['connection']>;
  readonly namespace: string;
  readonly workflows: WorkflowSource;
  readonly activities: Activities;
  /** Converter of values: see `client/codec`. It must fit the workflows' bundle. */
  readonly dataConverter?: DataConverter;
  /** Build id of the code; without it, the workers have no version, and take every task. */
  readonly buildId?: string;
  readonly brands: readonly string[];
  /** Destinations with their own queue; none by default. */
  readonly limited?: readonly LimitedDestination[];
  /** Largest number of polls of each queue of calls; 5 by default. See `pollsPerQueue`. */
  readonly polls?: number;
  /**
   * Number of sleeping runs that are kept in memory, 500 by default. With 0, every task replays its run from the start.
   */
  readonly maxCachedWorkflows?: number;
}

/** A destination whose calls are limited. */
export interface LimitedDestination {
  readonly brand: string;
  readonly name: string;
  /** Largest number of concurrent calls of this process; `null` for the default. */
  readonly concurrency: number | null;
  /** Calls per second, if the server can't limit a queue; `null` if it can, or if there is no limit. */
  readonly rate: number | null;
}

/**
 * Times of a shutdown. Attempt 10 s < start-to-close 15 s < grace 20 s < force 25 s, so a request under way is waited
 * for.
 */
const SHUTDOWN: Pick<WorkerOptions, 'shutdownGraceTime' | 'shutdownForceTime'> = {
  shutdownGraceTime: '20 seconds',
  shutdownForceTime: '25 seconds',
};

/**
 * Returns the version of a worker. All workers of a process have it, also those that only run activities: then the calls
 * of a run are sent by the build that the run is on. Workflows move to the current build with their next task; `journey` pins
 * its runs. So a change of the commands of other workflows needs a mark of `patched`.
 */
function versionOf({ buildId }: Pick<WorkersOptions, 'buildId'>): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (buildId === undefined) return {};
  return {
    workerDeploymentOptions: {
      version: { deploymentName: DEPLOYMENT, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}

/** Number of polls that one worker has open at a time. */
export const POLLERS = { type: 'autoscaling', minimum: 1, maximum: 5, initial: 2 } as const;

/** Polls for calls that one process has open at most, unless it has more queues: a quarter of what the server holds. */
const POLLS_OF_PROCESS = 250;

/** Returns the most polls for each queue of calls, 1 to 5. The more queues a process has, the fewer each gets. */
export function pollsPerQueue(queues: number): number {
  return Math.min(POLLERS.maximum, Math.max(POLLERS.minimum, Math.floor(POLLS_OF_PROCESS / queues)));
}

/**
 * Creates the workers of a process, in production and in tests: one for journeys, one for the keepers of limits and
 * holds, and for each brand and each limited destination one that only runs activities. So trouble in one does not
 * reach another.
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
    ...versionOf(options),
    ...SHUTDOWN,
  });
  const brands = options.brands.map((brand) => createBrandWorker(options, brand));
  const limited = (options.limited ?? []).map((destination) => createDestinationWorker(options, destination));
  return Promise.all([journeys, createLimitsWorker(options), ...brands, ...limited]);
}

/** Creates the worker of the keepers of limits and holds, which only runs workflows. */
export function createLimitsWorker(
  options: Pick<
    WorkersOptions,
    'connection' | 'namespace' | 'workflows' | 'dataConverter' | 'maxCachedWorkflows' | 'buildId'
  >,
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
    // The tasks of a dead worker go to another one immediately, so that holds are seen within two seconds.
    stickyQueueScheduleToStartTimeout: '1 second',
    ...versionOf(options),
    ...SHUTDOWN,
  });
}

/** Options of the workers of calls. */
export type CallWorkerOptions = Pick<
  WorkersOptions,
  'connection' | 'namespace' | 'activities' | 'dataConverter' | 'buildId' | 'polls'
>;

/** Creates the worker of one brand's calls, which only runs activities. */
export function createBrandWorker(options: CallWorkerOptions, brand: string): Promise<Worker> {
  return createCallWorker(options, { taskQueue: callbacksQueue(brand) });
}

/** Creates the worker of a limited destination's calls, which only runs activities. */
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
  options: CallWorkerOptions,
  about: Pick<WorkerOptions, 'maxConcurrentActivityTaskExecutions' | 'maxTaskQueueActivitiesPerSecond'> & {
    readonly taskQueue: string;
  },
): Promise<Worker> {
  const { connection, namespace, activities, dataConverter = {}, polls = POLLERS.maximum } = options;
  return Worker.create({
    connection,
    namespace,
    activities,
    dataConverter,
    activityTaskPollerBehavior: { ...POLLERS, maximum: polls, initial: Math.min(POLLERS.initial, polls) },
    ...versionOf(options),
    ...about,
    ...SHUTDOWN,
  });
}

/** Runs workers until they are shut down. If one fails, the others stop, too. */
export async function runWorkers(workers: readonly Worker[]): Promise<void> {
  try {
    await Promise.all(workers.map((worker) => worker.run()));
  } finally {
    shutDown(workers);
  }
}

/** Asks workers to finish their tasks and stop. */
export function shutDown(workers: readonly Worker[]): void {
  for (const worker of workers) {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  }
}
