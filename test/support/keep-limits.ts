import type { NativeConnection } from '@temporalio/worker';
import { inject } from 'vitest';
import { createLimitsWorker, runWorkers, shutDown } from '../../worker/create-workers.js';

/** Runs a worker of keepers; answers with what stops it. */
export async function keepLimits(connection: NativeConnection, namespace: string): Promise<() => Promise<void>> {
  const workflows = { workflowBundle: { codePath: inject('workflowBundle') } };
  const worker = await createLimitsWorker({ connection, namespace, workflows, maxCachedWorkflows: 0 });
  const running = runWorkers([worker]);
  return async () => {
    shutDown([worker]);
    await running;
  };
}
