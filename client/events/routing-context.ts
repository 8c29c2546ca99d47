import type { Client } from '@temporalio/client';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { heardName, type JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';

/** Context for accepting an event: the connection to Temporal, the journeys, and the brand's catalogue. */
export interface RoutingContext {
  readonly client: Client;
  readonly entries: readonly JourneyEntry[];
  readonly brand: BrandCatalogue;
  readonly catalogue: string;
  readonly dryRun: boolean;
}

/**
 * Returns the types of events on which the brand's journeys exit. They also stop the player's calls in their own runs.
 */
export function exitTypes({ entries, brand }: Pick<RoutingContext, 'entries' | 'brand'>): string[] {
  const listed = entries.filter(({ name }) => brand.journeys.has(name));
  return [...new Set(listed.flatMap(({ exitsOn = [] }) => exitsOn.map((heard) => heardName(heard))))];
}
