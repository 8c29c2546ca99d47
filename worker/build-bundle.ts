import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import { FAILURE_CONVERTER } from '../client/codec/data-converter.js';
import { bundleName } from './workflow-source.js';

const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));

for (const converter of [{}, { failureConverterPath: FAILURE_CONVERTER }]) {
  const { code } = await bundleWorkflowCode({ workflowsPath, ...converter });
  await writeFile(new URL(`../dist/worker/${bundleName(converter)}`, import.meta.url), code);
}
