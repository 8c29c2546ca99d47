import type { Catalogue } from '../catalogue/catalogue.js';
import type { Ports } from '../workflows/contracts/ports.js';

/** What the activities need of their process. */
export interface ActivityDependencies extends Ports {
  /** The catalogue in use; asked anew for each activity, since a new one may replace it. */
  readonly catalogue: () => Catalogue;
  /** Where secrets by name are found; the process's own environment unless given. */
  readonly environment?: NodeJS.ProcessEnv;
  /** The clock of breakers and allowed hours, in epoch milliseconds; the process's own unless given. */
  readonly now?: () => number;
}

/**
 * The time for allowed hours, in milliseconds since 1970: a run's own clock is never ahead of the world's, but where
 * time is skipped.
 */
export function clockOf({ now = Date.now }: ActivityDependencies, asked: string): number {
  return Math.max(now(), Date.parse(asked));
}
