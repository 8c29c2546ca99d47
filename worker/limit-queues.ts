import type { Catalogue } from '../catalogue/catalogue.js';
import { countOtherWorkers } from '../client/count-workers.js';
import type { QueueConnection } from '../client/limit-queue.js';
import { checkPolls } from './check-polls.js';
import type { LimitedDestination } from './create-workers.js';
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
