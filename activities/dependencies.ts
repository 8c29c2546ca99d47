import type { Catalogue } from '../catalogue/catalogue.js';
import type { RunFinder } from '../workflows/contracts/ports.js';

/** What the activities need of their process. */
export interface ActivityDependencies {
  /** The catalogue in use; asked anew for each activity, since a new one may replace it. */
  readonly catalogue: () => Catalogue;
  readonly finder: RunFinder;
  /** Where secrets by name are found; the process's own environment unless given. */
  readonly environment?: NodeJS.ProcessEnv;
}
