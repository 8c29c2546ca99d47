import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { JOURNEYS_QUEUE } from '../../workflows/contracts/names.js';

/** Options of a start, without those that make it unique. */
type Once<Input> = Pick<
  WorkflowStartOptions,
  'workflowId' | 'memo' | 'typedSearchAttributes' | 'staticSummary' | 'priority'
> & { readonly args: [Input] };

/** Starts a workflow whose id is used at most once. Returns the Temporal run id; `null` if the id was used before. */
export async function startOnce<Input>(client: Client, workflow: string, options: Once<Input>): Promise<string | null> {
  try {
    const handle = await client.workflow.start(workflow, {
      ...options,
      taskQueue: JOURNEYS_QUEUE,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
    });
    return handle.firstExecutionRunId;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return null;
    throw error;
  }
}
