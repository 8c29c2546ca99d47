import { loadCatalogue } from '../../catalogue/load/load.js';
import { catalogueTypes } from './catalogue-types.js';
import { entries } from './entries.js';
import { generated, type GeneratedFile, writeGenerated } from './generated-file.js';

/** Generates the types of a catalogue's events, actions and lookups, which journeys use. */
export async function typesFile(folder: string, environment: NodeJS.ProcessEnv): Promise<GeneratedFile> {
  const catalogue = loadCatalogue(folder, entries, environment);
  return generated('workflows/journeys/catalogue.d.ts', await catalogueTypes(catalogue));
}

/** Writes the file of `typesFile` and returns its name. */
export async function writeTypes(folder: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const types = await typesFile(folder, environment);
  await writeGenerated(types);
  return types.file;
}
