import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { RunMemo } from '../../workflows/contracts/runs/run.js';

/** What Temporal knows of a run without asking a worker. */
export interface DescribedRun {
  readonly run: string;
  readonly open: boolean;
  readonly memo: RunMemo;
}

/** The latest run of an id, or the one that `run` picks; `null` when there is none within the namespace's retention. */
export async function describedRun(client: Client, id: string, run?: string): Promise<DescribedRun | null> {
  try {
    const { runId, status, memo } = await client.workflow.getHandle(id, run).describe();
    // The memo is what startRun and the run itself put there.
    return { run: runId, open: status.name === 'RUNNING', memo: memo as unknown as RunMemo };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
