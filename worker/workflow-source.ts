import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkerOptions } from '@temporalio/worker';
import { type BundledConverter, cachedBundle } from './bundle-cache.js';

/** The workflows of a worker: a bundle made before, or the sources to be bundled at the start. */
export type WorkflowSource = Pick<WorkerOptions, 'workflowBundle'> | Pick<WorkerOptions, 'workflowsPath'>;

/** The name of the prebuilt bundle in a build, beside the compiled worker: there is one with the converter of failures. */
export function bundleName({ failureConverterPath }: BundledConverter): string {
  return failureConverterPath === undefined ? 'workflow-bundle.js' : 'workflow-bundle-encrypting.js';
}

/**
 * The prebuilt bundle in a build. When the sources run as they are, a bundle made of them, which is kept in the folder
 * `WAYPOST_DATA` for the next start.
 */
export async function workflowSource(
  dataFolder: string | undefined,
  { failureConverterPath }: BundledConverter,
): Promise<WorkflowSource> {
  const converter = failureConverterPath === undefined ? {} : { failureConverterPath };
  const bundle = new URL(bundleName(converter), import.meta.url);
  if (existsSync(bundle)) return { workflowBundle: { codePath: fileURLToPath(bundle) } };
  const entry = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
  if (dataFolder === undefined) return { workflowsPath: entry };
  return { workflowBundle: { codePath: await cachedBundle(entry, path.join(dataFolder, 'bundles'), converter) } };
}
