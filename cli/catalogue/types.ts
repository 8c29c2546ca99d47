import { loadCatalogue } from '../../catalogue/load/load.js';
import { catalogueTypes } from './catalogue-types.js';
import { entries } from './entries.js';
import { generated, type GeneratedFile, writeGenerated } from './generated-file.js';

/** The types of what a catalogue declares, as journeys are checked by them. */
export async function typesFile(folder: string, environment: NodeJS.ProcessEnv): Promise<GeneratedFile> {
  const catalogue = loadCatalogue(folder, entries, environment);
  return generated('workflows/journeys/catalogue.d.ts', await catalogueTypes(catalogue));
}

/** Writes it; answers its name. */
export async function writeTypes(folder: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const types = await typesFile(folder, environment);
  await writeGenerated(types);
  return types.file;
}
