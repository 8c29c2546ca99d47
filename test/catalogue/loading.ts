import { onTestFinished } from 'vitest';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { CatalogueInvalid, faultLine } from '../../catalogue/load/faults.js';
import { loadCatalogue } from '../../catalogue/load/load.js';
import { catalogueFolderWith } from '../support/catalogue-folder.js';

/** Files of a destination `operator`, and of an action that goes there. */
export const DESTINATIONS = 'operator: { url: http://127.0.0.1:1, allow: [127.0.0.1] }\n';
export const ACTION = '{ effect: data, destination: operator, path: /x }';

/** The catalogue in a folder with these files, besides a brand `lucky` with a destination `operator`. */
export async function load(files: Record<string, string>, environment: NodeJS.ProcessEnv = {}): Promise<Catalogue> {
  const folder = await catalogueFolderWith({
    'lucky/brand.yaml': '{}\n',
    'lucky/destinations.yaml': DESTINATIONS,
    ...files,
  });
  onTestFinished(() => folder.remove());
  return loadCatalogue(folder.path, [], environment);
}

/** The brand `lucky` of such a folder. */
export async function lucky(
  files: Record<string, string>,
  environment: NodeJS.ProcessEnv = {},
): Promise<BrandCatalogue> {
  return (await load(files, environment)).brands.get('lucky')!;
}

/** The faults of such a folder, a line each. */
export async function faults(files: Record<string, string>): Promise<string[]> {
  try {
    await load(files);
    return [];
  } catch (error) {
    if (error instanceof CatalogueInvalid) return error.faults.map(faultLine);
    throw error;
  }
}
