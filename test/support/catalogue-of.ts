import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { JourneySwitches } from '../../catalogue/journey/definition.js';
import { buildCatalogue } from '../../catalogue/load/load.js';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';
import type { Journey } from '../../workflows/runs/journey.js';
import { sampleBrands } from './sample-brands.js';

/** A journey's switches in these tests, unless a test says otherwise. */
const ENABLED: JourneySwitches = { enabled: true, from: null, until: null, holdout: 0, settings: {} };

/** Changes what a sample brand declares. */
export type Change = (brand: BrandCatalogue) => BrandCatalogue;

/** A catalogue of the sample brands in which these journeys take the place of the sample ones. */
export function catalogueOf(
  journeys: readonly Journey[],
  switches: Partial<JourneySwitches> = {},
  environment: NodeJS.ProcessEnv = { OPERATOR_URL: 'http://127.0.0.1:9' },
  change: Change = (brand) => brand,
): Catalogue {
  const listed = journeys.map(({ entry }) => {
    const settings = entry.settings === undefined ? {} : { greeting: 'hello' };
    return [entry.name, { ...ENABLED, settings, ...switches }] as const;
  });
  const brands = sampleBrands(environment).map((brand) => change({ ...brand, journeys: new Map(listed) }));
  return buildCatalogue(brands, entriesOf(journeys));
}

/** The entries of journeys. */
export function entriesOf(journeys: readonly Journey[]): JourneyEntry[] {
  return journeys.map(({ entry }) => entry);
}
