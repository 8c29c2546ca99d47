import type { Catalogue } from '../catalogue/catalogue.js';
import type { Destination } from '../catalogue/destination/definition.js';
import { limitedDestinations } from '../catalogue/destination/queues.js';
import { limitQueue, type QueueConnection } from '../client/temporal/queues.js';
import type { LimitedDestination } from './create-workers.js';

/** A limited destination, and its brand. */
export interface OfBrand {
  readonly brand: string;
  readonly destination: Destination;
}

/** Returns the destinations of a catalogue that have their own queue. */
export function limitedOf(catalogue: Catalogue): OfBrand[] {
  return [...catalogue.brands.values()].flatMap((brand) =>
    limitedDestinations(brand).map((destination) => ({ brand: brand.brand, destination })),
  );
}

/** A worker's options, and where the rate of its queue is limited. */
export interface Limited {
  readonly worker: LimitedDestination;
  /** False if the server refuses to limit the queue; then the worker states the limit with its polls. */
  readonly byServer: boolean;
}

/** Limits a destination's queue on the server. Returns the options of its worker. @throws TemporalUnavailable */
export async function limitDestination(
  connection: QueueConnection,
  namespace: string,
  { brand, destination: { name, rateLimit, concurrency } }: OfBrand,
): Promise<Limited> {
  const byServer = await limitQueue(connection, namespace, { brand, name, rateLimit });
  return { worker: { brand, name, concurrency, rate: byServer ? null : rateLimit }, byServer };
}
