import { randomUUID } from 'node:crypto';
import type { TestNamespace } from './temporal.js';

/** Resets the latest run of an id to its very beginning, as a person does in Temporal's UI. */
export async function resetToStart({ client, namespace }: Omit<TestNamespace, 'close'>, id: string): Promise<void> {
  const handle = client.workflow.getHandle(id);
  const { runId } = await handle.describe();
  const { events } = await handle.fetchHistory();
  const first = events?.find(({ workflowTaskCompletedEventAttributes: task }) => task)?.eventId;
  if (!first) throw new Error(`${id} has done no task`);
  await client.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId: id, runId },
    workflowTaskFinishEventId: first,
    requestId: randomUUID(),
    reason: 'a test of resets',
  });
}
