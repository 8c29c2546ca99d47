import type { Catalogue } from '../catalogue/catalogue.js';
import type { ShowDestination } from './destinations/health.js';
import type { Ports } from '../workflows/contracts/ports.js';

/** Dependencies that the activities get from their process. */
export interface ActivityDependencies extends Ports {
  /** Returns the catalogue in use. Each activity calls it, because a reload can replace the catalogue. */
  readonly catalogue: () => Catalogue;
  /** Environment that holds the secrets; `process.env` by default. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Shows the state of a destination in the process's metrics; nowhere by default. */
  readonly showDestination?: ShowDestination;
  /** Returns true for the brands whose calls this process sends; all by default. */
  readonly sendsFor?: (brand: string) => boolean;
  /** Clock of breakers and allowed hours, in epoch milliseconds; `Date.now` by default. */
  readonly now?: () => number;
}

/**
 * Returns the time for allowed hours, in epoch milliseconds. A run's clock is ahead of the real one only where tests
 * skip time; then the run's time counts.
 */
export function clockOf({ now = Date.now }: ActivityDependencies, asked: string): number {
  return Math.max(now(), Date.parse(asked));
}
