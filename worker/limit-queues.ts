import type { Catalogue } from '../catalogue/catalogue.js';
import { countOtherWorkers, type QueueConnection } from '../client/temporal/queues.js';
import { type LimitedDestination, POLLERS } from './create-workers.js';
import { limitDestination, limitedOf } from './limited-destinations.js';

/**
 * Limits the queues of a catalogue's limited destinations on the server, at the start of a process. Returns the options
 * of their workers.
 * @throws Error if there are more queues than the server can hold polls for; TemporalUnavailable
 */
export async function limitQueues(
  connection: QueueConnection,
  namespace: string,
  catalogue: Catalogue,
): Promise<LimitedDestination[]> {
  const limited = limitedOf(catalogue);
  const processes = 1 + (await countOtherWorkers(connection, namespace));
  checkPolls({ brands: catalogue.brands.size, limited: limited.length, processes });
  return Promise.all(limited.map((one) => limitDestination(connection, namespace, one)));
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
  const polls = (OWN_QUEUES + brands + limited) * POLLERS.maximum * processes;
  if (polls < MAX_POLLS) return;
  throw new Error(
    `Too many queues are polled: ${brands} brands and ${limited} destinations with a rateLimit or concurrency, by ` +
      `${processes} worker processes with up to ${POLLERS.maximum} polls for each queue, make ${polls}, and ` +
      `Temporal takes fewer than ${MAX_POLLS}: run fewer processes, or limit fewer destinations.`,
  );
}
