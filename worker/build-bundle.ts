import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FAILURE_CONVERTER } from '../client/codec/data-converter.js';
import { bundleName, bundleWorkflows } from './workflow-source.js';

const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
const [, , build = fileURLToPath(new URL('../dist', import.meta.url))] = process.argv;

for (const converter of [{}, { failureConverterPath: FAILURE_CONVERTER }]) {
  const code = await bundleWorkflows(workflowsPath, converter);
  await writeFile(path.join(build, 'worker', bundleName(converter)), code);
}
