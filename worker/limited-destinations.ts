import type { Catalogue } from '../catalogue/catalogue.js';
import type { Destination } from '../catalogue/destination/definition.js';
import { limitedDestinations } from '../catalogue/destination/queues.js';
import { limitQueue, type QueueConnection } from '../client/temporal/queues.js';
import type { LimitedDestination } from './create-workers.js';

/** A limited destination, and the brand that it is of. */
export interface OfBrand {
  readonly brand: string;
  readonly destination: Destination;
}

/** The destinations of a catalogue that have a queue of their own. */
export function limitedOf(catalogue: Catalogue): OfBrand[] {
  return [...catalogue.brands.values()].flatMap((brand) =>
    limitedDestinations(brand).map((destination) => ({ brand: brand.brand, destination })),
  );
}

/** Has the server limit a destination's queue; what its worker is made from. @throws TemporalUnavailable */
export async function limitDestination(
  connection: QueueConnection,
  namespace: string,
  { brand, destination: { name, rateLimit, concurrency } }: OfBrand,
): Promise<LimitedDestination> {
  const limited = await limitQueue(connection, namespace, { brand, name, rateLimit });
  return { brand, name, concurrency, rate: limited ? null : rateLimit };
}
