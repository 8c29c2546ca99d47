import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { catalogueFolder, loadCatalogue } from '../../catalogue/load/load.js';
import { entries } from '../../client/entries.js';

/** The folder of the sample catalogue. */
export const SAMPLES = catalogueFolder({});

/** Some tests ask for them thousands of times. */
const loaded = new Map<string, Catalogue>();

/** The sample brands with all they declare, to be changed by a test: into others, since they are the same each time. */
export function sampleBrands(environment: NodeJS.ProcessEnv = {}): BrandCatalogue[] {
  const url = environment['OPERATOR_URL'] ?? '';
  const catalogue = loaded.get(url) ?? loadCatalogue(SAMPLES, entries, environment);
  loaded.set(url, catalogue);
  return [...catalogue.brands.values()];
}
