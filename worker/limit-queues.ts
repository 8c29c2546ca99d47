import type { Catalogue } from '../catalogue/catalogue.js';
import { countOtherWorkers, type QueueConnection } from '../client/temporal/queues.js';
import { type LimitedDestination, POLLERS } from './create-workers.js';
import { limitDestination, limitedOf } from './limited-destinations.js';

/**
 * Has the server limit the queues of a catalogue's limited destinations, at the start of a process; what their workers
 * are made from.
 * @throws Error when there are more queues than the server can hold polls for; TemporalUnavailable
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

/** The server holds so many polls open for a namespace, and those of other clients are among them. */
const MAX_POLLS = 1_000;

/** Journeys poll for workflow tasks and activities, limits for workflow tasks. */
const OWN_QUEUES = 3;

/** Who polls: the queues of calls of each process, and how many processes there are with this one. */
export interface Polls {
  readonly brands: number;
  readonly limited: number;
  readonly processes: number;
}

/** Whether the server can hold the polls of all workers. @throws Error with the numbers, and what to change */
export function checkPolls({ brands, limited, processes }: Polls): void {
  const polls = (OWN_QUEUES + brands + limited) * POLLERS.maximum * processes;
  if (polls < MAX_POLLS) return;
  throw new Error(
    `Too many queues are polled: ${brands} brands and ${limited} destinations with a rateLimit or concurrency, by ` +
      `${processes} worker processes with up to ${POLLERS.maximum} polls for each queue, come to ${polls}, and ` +
      `Temporal takes fewer than ${MAX_POLLS}: run fewer processes, or limit fewer destinations.`,
  );
}
