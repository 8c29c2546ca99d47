import type { Client } from '@temporalio/client';
import type { BrandCatalogue } from '../catalogue/catalogue.js';
import type { JourneyEntry } from '../workflows/contracts/journey-entry.js';

/** What accepting an event needs: how to reach Temporal, which journeys there are, what the brand says. */
export interface Acceptance {
  readonly client: Client;
  readonly entries: readonly JourneyEntry[];
  readonly brand: BrandCatalogue;
  readonly catalogue: string;
  readonly dryRun: boolean;
}
