import type { Logger } from 'pino';
import type { Catalogue } from '../catalogue/catalogue.js';
import type { JourneyClient } from '../client/journey-client.js';
import type { KeyRing } from './keys/key-ring.js';
import type { Metrics } from './metrics.js';

/** What the API works with. `catalogue` is asked for each request, since a new one may replace it. */
export interface Services {
  readonly journeys: JourneyClient;
  readonly catalogue: () => Catalogue;
  readonly keys: KeyRing;
  readonly log: Logger;
  readonly metrics: Metrics;
}
