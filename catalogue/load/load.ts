import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';
import { checkBrands } from '../brand/check.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { readBrand, type ReadBrand } from '../brand/read.js';
import type { Catalogue } from '../catalogue.js';
import { CatalogueInvalid } from './faults.js';
import { readFolder } from './folder.js';
import { placeFindings } from './place-findings.js';
import { type Declared, declaredIn } from './references.js';

/** The catalogue that comes with Waypost. */
const SAMPLES = fileURLToPath(new URL('../samples', import.meta.url));

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

/** SHA-256 over all that the brands declare, whatever the order of keys: 12 hex digits. */
function catalogueHash(brands: ReadonlyMap<string, BrandCatalogue>): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(brands)))
    .digest('hex')
    .slice(0, 12);
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries<unknown>({ ...value });
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, canonical(child)]);
}
