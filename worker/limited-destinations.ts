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

/** Limits a destination's queue on the server. Returns the options of its worker. @throws TemporalUnavailable */
export async function limitDestination(
  connection: QueueConnection,
  namespace: string,
  { brand, destination: { name, rateLimit, concurrency } }: OfBrand,
): Promise<LimitedDestination> {
  const limited = await limitQueue(connection, namespace, { brand, name, rateLimit });
  return { brand, name, concurrency, rate: limited ? null : rateLimit };
}
