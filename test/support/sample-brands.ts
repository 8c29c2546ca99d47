import type { BrandCatalogue } from '../../catalogue/catalogue.js';
import { catalogueFolder, loadCatalogue } from '../../catalogue/load.js';
import { entries } from '../../client/entries.js';

/** The folder of the sample catalogue. */
export const SAMPLES = catalogueFolder({});

/** The sample brands with all they declare, to be changed by a test. */
export function sampleBrands(environment: NodeJS.ProcessEnv = {}): BrandCatalogue[] {
  return [...loadCatalogue(SAMPLES, entries, environment).brands.values()];
}
