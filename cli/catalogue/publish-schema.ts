import { publishedSchemas } from '../../catalogue/schema/publish.js';
import { referencePage } from '../../catalogue/schema/reference.js';
import { generated, type GeneratedFile, writeGenerated } from './generated-file.js';

/** Generates the catalogue's JSON Schemas for editors and its reference page. */
export async function schemaFiles(): Promise<GeneratedFile[]> {
  const schemas = Object.entries(publishedSchemas()).map(([name, schema]) =>
    generated(`catalogue/schema/published/${name}`, JSON.stringify(schema)),
  );
  return Promise.all([...schemas, generated('docs/catalogue.md', referencePage())]);
}

/** Writes the files of `schemaFiles` and returns their names. */
export async function publishSchema(): Promise<string[]> {
  const files = await schemaFiles();
  await Promise.all(files.map(writeGenerated));
  return files.map(({ file }) => file);
}
