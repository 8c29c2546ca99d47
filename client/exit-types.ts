import { heardName } from '../workflows/contracts/journey-entry.js';
import type { Acceptance } from './acceptance.js';

/** The types of events on which the brand's journeys exit: they cut off the player's calls that live on their own, too. */
export function exitTypes({ entries, brand }: Pick<Acceptance, 'entries' | 'brand'>): string[] {
  const listed = entries.filter(({ name }) => brand.journeys.has(name));
  return [...new Set(listed.flatMap(({ exitsOn = [] }) => exitsOn.map((heard) => heardName(heard))))];
}
