import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { RunMemo } from '../workflows/contracts/run.js';

/** What Temporal knows of the latest run of an id without asking a worker. */
export interface LatestRun {
  readonly run: string;
  readonly open: boolean;
  readonly memo: RunMemo;
}

/** The latest run of an id; `null` when there is none within the namespace's retention. */
export async function latestRun(client: Client, id: string): Promise<LatestRun | null> {
  try {
    const { runId, status, memo } = await client.workflow.getHandle(id).describe();
    // The memo is what startRun and the run itself put there.
    return { run: runId, open: status.name === 'RUNNING', memo: memo as unknown as RunMemo };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
