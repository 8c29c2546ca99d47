import { until } from '../support/routing.js';

/** More than any time-out of the product, in milliseconds. */
const LIMIT = 90_000;

/** Asks again until the answer is as wanted, for as long as a worker that is lost may take to be missed. */
export function eventually<T, W extends T>(ask: () => Promise<T>, wanted: (answer: T) => answer is W): Promise<W>;
export function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T>;
export function eventually<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  return until(ask, wanted, LIMIT);
}
