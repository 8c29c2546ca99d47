import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { bundleWorkflows } from '../../worker/workflow-source.js';

/** The file of a bundle of one of the builds in `test/workflows/builds`. It is removed at the end of the test run. */
export async function buildBundle(name: 'before' | 'after'): Promise<string> {
  const code = await bundleWorkflows(fileURLToPath(new URL(`../workflows/builds/${name}.ts`, import.meta.url)));
  const file = path.join(path.dirname(inject('workflowBundle')), `${name}-${randomUUID()}.js`);
  await writeFile(file, code);
  return file;
}
