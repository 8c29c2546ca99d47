import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { didYouMean } from '../../catalogue/did-you-mean.js';
import { callJourney, ruleJourney } from '../../workflows/contracts/names.js';
import type { Services } from '../services.js';
import { Problem } from './errors.js';

/** The names in a list's filter. `journey` also takes `~rule:RULE` and `~call:ACTION`. */
export interface NameFilter {
  readonly journey?: string | undefined;
  readonly rule?: string | undefined;
  readonly action?: string | undefined;
  readonly destination?: string | undefined;
}

/**
 * Throws a 422 problem if the filter names something that the brand does not have. Call it for an empty list only: a
 * name that has left the catalogue still finds its old runs, and an unknown name is most likely misspelt.
 */
export function requireKnownNames(services: Services, brandName: string, filter: NameFilter): void {
  const brand = services.catalogue().brands.get(brandName);
  if (brand === undefined) return;
  for (const [field, written] of Object.entries(filter) as [keyof NameFilter, string | undefined][]) {
    if (written === undefined) continue;
    const { what, name, known } = lookedFor(brand, field, written);
    if (known.includes(name)) continue;
    const message = `${brandName} has no ${what} "${name}"${didYouMean(name, known)}`;
    throw new Problem('invalid', `Nothing to list: ${field} is unknown.`, { errors: [{ field, message }] });
  }
}

const RULE_PREFIX = ruleJourney('');
const CALL_PREFIX = callJourney('');

interface LookedFor {
  readonly what: string;
  readonly name: string;
  readonly known: readonly string[];
}

function lookedFor(brand: BrandCatalogue, field: keyof NameFilter, written: string): LookedFor {
  if (field === 'journey' && written.startsWith(RULE_PREFIX)) {
    return { what: 'rule', name: written.slice(RULE_PREFIX.length), known: [...brand.rules.keys()] };
  }
  if (field === 'journey' && written.startsWith(CALL_PREFIX)) {
    return { what: 'action', name: written.slice(CALL_PREFIX.length), known: [...brand.actions.keys()] };
  }
  const known = { journey: brand.journeys, rule: brand.rules, action: brand.actions, destination: brand.destinations };
  return { what: field, name: written, known: [...known[field].keys()] };
}
