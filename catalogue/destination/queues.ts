import type { PreparedCall } from '../../workflows/contracts/calls/call.js';
import { callbacksQueue, destinationQueue } from '../../workflows/contracts/names.js';
import type { BrandCatalogue } from '../brand/definition.js';
import type { Destination } from './definition.js';

/** The queue of a destination's calls: its own where its calls are limited, so that nothing else waits behind them. */
export function queueOf(brand: string, destination: Destination): string {
  return isLimited(destination) ? destinationQueue(brand, destination.name) : callbacksQueue(brand);
}

/** Returns true for a call whose destination has its own queue. */
export function hasOwnQueue({ brand, queue }: Pick<PreparedCall, 'brand' | 'queue'>): boolean {
  return queue !== callbacksQueue(brand);
}

/** The destinations of a brand that have their own queue. */
export function limitedDestinations(brand: BrandCatalogue): Destination[] {
  return [...brand.destinations.values()].filter(isLimited);
}

/** Every queue that the calls of a brand go through. */
export function queuesOf(brand: BrandCatalogue): string[] {
  return [callbacksQueue(brand.brand), ...limitedDestinations(brand).map((one) => queueOf(brand.brand, one))];
}

function isLimited({ rateLimit, concurrency }: Destination): boolean {
  return rateLimit !== null || concurrency !== null;
}
