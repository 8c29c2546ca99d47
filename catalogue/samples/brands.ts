import type { BrandCatalogue } from '../catalogue.js';
import { ACTIONS } from './actions.js';
import { sampleDestinations } from './destinations.js';
import { EVENTS } from './events.js';
import { JOURNEYS } from './journeys.js';
import { LOOKUPS } from './lookups.js';

const DAY = 86_400_000;

/** The sample brands with all they declare, unchecked. */
export function sampleBrands(environment: NodeJS.ProcessEnv): BrandCatalogue[] {
  return Object.entries(JOURNEYS).map(([brand, journeys]) => ({
    brand,
    origins: [],
    eventWindow: 29 * DAY, // the namespace keeps histories for 30 days
    events: new Map(Object.entries(EVENTS).map(([type, data]) => [type, { type, data }])),
    destinations: byName(sampleDestinations(brand, environment)),
    actions: byName(ACTIONS),
    lookups: byName(LOOKUPS),
    journeys: new Map(Object.entries(journeys)),
  }));
}

function byName<T extends { readonly name: string }>(definitions: readonly T[]): Map<string, T> {
  return new Map(definitions.map((definition) => [definition.name, definition]));
}
