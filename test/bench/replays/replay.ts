import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { bundleWorkflows } from '../../../worker/workflow-source.js';
import type { Contender } from '../slice.js';

export type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

const logger = new DefaultLogger('ERROR');
let isQuiet = false;

/** Bundles the workflows of a contender's worker, and returns the code. */
export async function bundleOf(by: Contender['by']): Promise<string> {
  if (by === 'waypost') return bundleWorkflows(pathOf('../../../workflows/index.ts'));
  return (await bundleWorkflowCode({ workflowsPath: pathOf('../plain/workflow.ts'), logger })).code;
}

/** Replays a history, as often as asked. @throws when the code does not fit it. */
export async function replay(code: string, history: History, times = 1): Promise<void> {
  if (!isQuiet) Runtime.install({ logger });
  isQuiet = true;
  const histories = Array.from({ length: times }, () => ({ workflowId: 'replayed', history }));
  for await (const { error } of Worker.runReplayHistories({ workflowBundle: { code } }, asStream(histories))) {
    if (error) throw error;
  }
}

async function* asStream<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
