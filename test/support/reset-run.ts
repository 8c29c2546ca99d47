import { randomUUID } from 'node:crypto';
import type { History } from '../../client/temporal/internals.js';
import type { TestNamespace } from './temporal.js';

type Task = NonNullable<NonNullable<History['events']>[number]['eventId']>;

/**
 * Resets the latest run of an id, as a person does in Temporal's UI: to before the task that `choose` picks in its
 * history, by the id of the event that completed it.
 */
export async function resetRun(
  { client, namespace }: Omit<TestNamespace, 'close'>,
  id: string,
  choose: (events: NonNullable<History['events']>) => Task | null | undefined,
): Promise<void> {
  const handle = client.workflow.getHandle(id);
  const { runId } = await handle.describe();
  const task = choose((await handle.fetchHistory()).events ?? []);
  if (!task) throw new Error(`${id} has no such task`);
  await client.workflowService.resetWorkflowExecution({
    namespace,
    workflowExecution: { workflowId: id, runId },
    workflowTaskFinishEventId: task,
    requestId: randomUUID(),
    reason: 'a test of resets',
  });
}

/** Resets the latest run of an id to its very beginning. */
export function resetToStart(place: Omit<TestNamespace, 'close'>, id: string): Promise<void> {
  return resetRun(place, id, (events) => events.find((event) => event.workflowTaskCompletedEventAttributes)?.eventId);
}
