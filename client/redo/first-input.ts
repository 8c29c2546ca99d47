import type { Client } from '@temporalio/client';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { RunNotFound } from '../errors.js';
import { guarded } from '../guarded.js';

/** What a run was started with, as its history tells; `null` where there is no such workflow. */
export async function firstInput<Input>(client: Client, workflowId: string, runId?: string): Promise<Input | null> {
  const { loadedDataConverter, namespace } = client.options;
  const read = () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: { workflowId, ...(runId && { runId }) },
      maximumPageSize: 1,
    });
  const page = await guarded(client.connection, read).catch((error: unknown) => {
    if (error instanceof RunNotFound) return null;
    throw error;
  });
  const { input } = page?.history?.events?.[0]?.workflowExecutionStartedEventAttributes ?? {};
  const context = { type: 'workflow', namespace, workflowId } as const;
  const [first] = await decodeArrayFromPayloads(loadedDataConverter, input?.payloads, context);
  return (first as Input | undefined) ?? null;
}
