import { fileURLToPath } from 'node:url';
import type { JourneyEntry } from '../workflows/contracts/journey-entry.js';
import type { BrandCatalogue, Catalogue } from './catalogue.js';
import { checkBrands } from './checks/check-brands.js';
import { type Declared, declaredIn } from './checks/references.js';
import { CatalogueInvalid } from './errors.js';
import { catalogueHash } from './hash.js';
import { type ReadBrand, readBrand } from './read/brand.js';
import { readFolder } from './read/folder.js';
import { placeFindings } from './read/place-findings.js';

/** The catalogue that comes with Waypost. */
const SAMPLES = fileURLToPath(new URL('samples', import.meta.url));

/** The folder of the catalogue to run: `WAYPOST_CATALOGUE`, or the samples. */
export function catalogueFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment['WAYPOST_CATALOGUE'] || SAMPLES;
}

/**
 * Reads the catalogue in a folder, checks all of it, and resolves it to what each brand has. `entries` are those of all
 * journeys there are; `environment` is where URLs by name are found.
 * @throws CatalogueInvalid with every fault
 */
export function loadCatalogue(
  folder: string,
  entries: readonly JourneyEntry[],
  environment: NodeJS.ProcessEnv = process.env,
): Catalogue {
  const files = readFolder(folder);
  const read = [...files.brands].map(([brand, own]) => readBrand({ brand, own, shared: files.shared, environment }));
  const brands = read.map(({ catalogue }) => catalogue);
  const findings = [...read.flatMap((one) => one.findings), ...checkBrands(brands, entries, declaredBy(read))];
  const faults = [...files.faults, ...placeFindings(findings, files)];
  if (faults.length > 0) throw new CatalogueInvalid(faults);
  return catalogueOf(brands);
}

/**
 * Checks brands that were not read from files and makes a catalogue of them.
 * @throws CatalogueInvalid with every fault
 */
export function buildCatalogue(brands: readonly BrandCatalogue[], entries: readonly JourneyEntry[]): Catalogue {
  const findings = checkBrands(brands, entries, declaredIn(brands));
  if (findings.length > 0) throw new CatalogueInvalid(placeFindings(findings, null));
  return catalogueOf(brands);
}

function catalogueOf(brands: readonly BrandCatalogue[]): Catalogue {
  const byName = new Map(brands.map((brand) => [brand.brand, brand]));
  return { hash: catalogueHash(byName), brands: byName };
}

function declaredBy(read: readonly ReadBrand[]): Declared {
  const names = new Map(read.map(({ catalogue, names: own }) => [catalogue.brand, own]));
  return (brand, section, name) => {
    const known = names.get(brand)?.get(section);
    return known === null || (known?.has(name) ?? false);
  };
}
