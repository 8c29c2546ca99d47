import type { Catalogue } from '../catalogue/catalogue.js';
import { countOtherWorkers, type QueueConnection } from '../client/temporal/queues.js';
import { isRefused } from '../client/temporal/with-deadline.js';
import type { Logger } from 'pino';
import { type LimitedDestination, POLLERS, pollsPerQueue } from './create-workers.js';
import { type Limited, limitDestination, limitedOf } from './limited-destinations.js';

/** Gets sentences about limits that Temporal refuses. */
export type LimitsLog = Pick<Logger, 'warn'>;

/**
 * Limits the queues of a catalogue's limited destinations on the server, at the start of a process. Returns the options
 * of their workers.
 * @throws Error if there are more queues than the server can hold polls for; TemporalUnavailable
 */
export async function limitQueues(
  connection: QueueConnection,
  namespace: string,
  catalogue: Catalogue,
  log: LimitsLog,
): Promise<LimitedDestination[]> {
  const limited = limitedOf(catalogue);
  const processes = 1 + (await otherWorkers(connection, namespace, log));
  checkPolls({ brands: catalogue.brands.size, limited: limited.length, processes });
  const all: Limited[] = [];
  for (let from = 0; from < limited.length; from += AT_ONCE) {
    const some = limited.slice(from, from + AT_ONCE);
    all.push(...(await Promise.all(some.map((one) => limitDestination(connection, namespace, one)))));
  }
  const refused = all
    .filter(({ byServer, worker }) => !byServer && worker.rate !== null)
    .map(({ worker }) => `${worker.brand}:${worker.name}`);
  if (refused.length > 0) log.warn({ destinations: refused }, RATES_BY_POLLS);
  return all.map(({ worker }) => worker);
}

/** Queues that are limited at a time. More would not be answered within the deadline of one. */
const AT_ONCE = 20;

const RATES_BY_POLLS =
  'Temporal refuses to limit the rate of these queues (UpdateTaskQueueConfig): workers state each rateLimit with their ' +
  'polls instead, and the last poll counts. Restart all workers after a change of a rateLimit.';

async function otherWorkers(connection: QueueConnection, namespace: string, log: LimitsLog): Promise<number> {
  try {
    return await countOtherWorkers(connection, namespace);
  } catch (error) {
    if (!isRefused(error)) throw error;
    log.warn('Temporal refuses to tell who polls (DescribeTaskQueue): only the polls of this process are checked.');
    return 0;
  }
}

/** Polls that the server holds open for one namespace, including those of other clients. */
const MAX_POLLS = 1_000;

/** Polls of a process besides calls: journeys poll for workflow tasks and activities, limits for workflow tasks. */
const OWN_QUEUES = 3;

/** The polling queues of calls in each process, and the number of processes including this one. */
export interface Polls {
  readonly brands: number;
  readonly limited: number;
  readonly processes: number;
}

/** Checks that the server can hold the polls of all workers. @throws Error with the numbers, and what to change */
export function checkPolls({ brands, limited, processes }: Polls): void {
  const perQueue = pollsPerQueue(brands + limited);
  const polls = (OWN_QUEUES * POLLERS.maximum + (brands + limited) * perQueue) * processes;
  if (polls < MAX_POLLS) return;
  throw new Error(
    `Too many queues are polled: ${brands} brands and ${limited} destinations with a rateLimit or concurrency, by ` +
      `${processes} worker processes with up to ${perQueue} polls for each queue, make ${polls}, and ` +
      `Temporal takes fewer than ${MAX_POLLS}: run fewer processes, or limit fewer destinations.`,
  );
}
