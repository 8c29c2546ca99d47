import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { RunMemo } from '../../workflows/contracts/runs/run.js';
import { isOpen } from './open.js';

/** The part of a run that Temporal knows without a worker. */
export interface DescribedRun {
  readonly run: string;
  readonly open: boolean;
  readonly memo: RunMemo;
}

/** Returns the latest run of an id, or the one that `run` picks; `null` if none is within the namespace's retention. */
export async function describedRun(client: Client, id: string, run?: string): Promise<DescribedRun | null> {
  try {
    const { runId, status, memo } = await client.workflow.getHandle(id, run).describe();
    // startRun and the run itself write this memo.
    return { run: runId, open: isOpen(status), memo: memo as unknown as RunMemo };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
