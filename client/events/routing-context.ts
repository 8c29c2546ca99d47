import type { Client } from '@temporalio/client';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { heardName, type JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';

/** What accepting an event needs: how to reach Temporal, which journeys there are, what the brand says. */
export interface RoutingContext {
  readonly client: Client;
  readonly entries: readonly JourneyEntry[];
  readonly brand: BrandCatalogue;
  readonly catalogue: string;
  readonly dryRun: boolean;
}

/** The types of events on which the brand's journeys exit: they cut off the player's calls that live on their own, too. */
export function exitTypes({ entries, brand }: Pick<RoutingContext, 'entries' | 'brand'>): string[] {
  const listed = entries.filter(({ name }) => brand.journeys.has(name));
  return [...new Set(listed.flatMap(({ exitsOn = [] }) => exitsOn.map((heard) => heardName(heard))))];
}
