import type { JourneyEntry } from '../workflows/contracts/journey-entry.js';
import type { BrandCatalogue, Catalogue } from './catalogue.js';
import { findFaults } from './find-faults.js';
import { CatalogueInvalid } from './errors.js';
import { catalogueHash } from './hash.js';
import { sampleBrands } from './samples/brands.js';

/**
 * The catalogue to run: the sample brands, with their operator at `OPERATOR_URL` of the environment.
 * `entries` are those of all journeys there are.
 * @throws CatalogueInvalid with every fault
 */
export function loadCatalogue(
  entries: readonly JourneyEntry[],
  environment: NodeJS.ProcessEnv = process.env,
): Catalogue {
  return buildCatalogue(sampleBrands(environment), entries);
}

/**
 * Checks what the brands declare and makes a catalogue of it.
 * @throws CatalogueInvalid with every fault
 */
export function buildCatalogue(brands: readonly BrandCatalogue[], entries: readonly JourneyEntry[]): Catalogue {
  const faults = findFaults(brands, entries);
  if (faults.length > 0) throw new CatalogueInvalid(faults);
  const byName = new Map(brands.map((brand) => [brand.brand, brand]));
  return { hash: catalogueHash(byName), brands: byName };
}
