import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

/** The file of a bundle of one of the builds in `test/workflows/builds`. */
export async function buildBundle(name: 'before' | 'after'): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL(`../workflows/builds/${name}.ts`, import.meta.url)),
    logger: new DefaultLogger('WARN'),
  });
  const file = path.join(await mkdtemp(path.join(tmpdir(), `waypost-${name}-`)), 'workflow-bundle.js');
  await writeFile(file, code);
  return file;
}
