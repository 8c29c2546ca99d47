import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { schemaFiles } from '../../../cli/catalogue/publish-schema.js';
import { typesFile } from '../../../cli/catalogue/write-types.js';
import { SAMPLES } from '../../support/sample-brands.js';

it('the types of the sample catalogue are not stale: `npm run cli -- types` writes them', async () => {
  const { file, content } = await typesFile(SAMPLES, {});
  expect(await readFile(file, 'utf8')).toBe(content);
});

it('the published schemas and the reference page are not stale: `npm run cli -- schema` writes them', async () => {
  const files = await schemaFiles();
  for (const { file, content } of files) expect(await readFile(file, 'utf8'), file).toBe(content);
  const published = await readdir('catalogue/schema/published');
  expect(published.map((name) => `catalogue/schema/published/${name}`).sort()).toEqual(
    files
      .map(({ file }) => file)
      .filter((file) => file.endsWith('.json'))
      .sort(),
  );
});
