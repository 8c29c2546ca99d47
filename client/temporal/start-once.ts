import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { JOURNEYS_QUEUE } from '../../workflows/contracts/names.js';

/** How to start it, but for what makes it the only one. */
type Once<Input> = Pick<
  WorkflowStartOptions,
  'workflowId' | 'memo' | 'typedSearchAttributes' | 'staticSummary' | 'priority'
> & { readonly args: [Input] };

/**
 * Starts a workflow of which there is one of its id, ever: the Temporal run id of the run that begins; `null` where
 * there is, or was, one.
 */
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
