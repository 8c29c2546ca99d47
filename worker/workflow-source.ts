import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { WorkerOptions } from '@temporalio/worker';

/** The workflows of a worker: a bundle made before, or the sources to be bundled at the start. */
export type WorkflowSource = Pick<WorkerOptions, 'workflowBundle'> | Pick<WorkerOptions, 'workflowsPath'>;

/** Where the prebuilt bundle lies in a build, beside the compiled worker. */
export const BUNDLE_NAME = 'workflow-bundle.js';

/** The prebuilt bundle in a build; the sources when they run as they are. */
export function workflowSource(): WorkflowSource {
  const bundle = new URL(BUNDLE_NAME, import.meta.url);
  if (existsSync(bundle)) return { workflowBundle: { codePath: fileURLToPath(bundle) } };
  return { workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) };
}
