import { type Client, type WorkflowExecutionDescription, WorkflowNotFoundError } from '@temporalio/client';
import type { RunMemo } from '../../workflows/contracts/runs/run.js';
import { isOpen } from './open.js';
import { withDeadline } from './with-deadline.js';

/** The part of a run that Temporal knows without a worker. */
export interface DescribedRun {
  readonly run: string;
  readonly open: boolean;
  readonly memo: RunMemo;
}

/** Returns the latest run of an id, or the one that `run` picks; `null` if none is within the namespace's retention. */
export async function describedRun(client: Client, id: string, run?: string): Promise<DescribedRun | null> {
  const found = await descriptionOf(client, id, run);
  // startRun and the run itself write this memo.
  return found && { run: found.runId, open: isOpen(found.status), memo: found.memo as unknown as RunMemo };
}

/** Describes the latest run of a workflow, or the one that `run` picks; `null` if there is none. Needs no worker. */
export async function descriptionOf(
  client: Client,
  id: string,
  run?: string,
): Promise<WorkflowExecutionDescription | null> {
  try {
    return await client.workflow.getHandle(id, run).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** Describes one run in the terms of Temporal's API. @throws RunNotFound, TemporalUnavailable */
export function describeExecution(
  { connection, options: { namespace }, workflowService }: Client,
  { workflowId, runId }: { readonly workflowId: string; readonly runId: string },
) {
  const execution = { workflowId, runId };
  return withDeadline(connection, () => workflowService.describeWorkflowExecution({ namespace, execution }));
}
