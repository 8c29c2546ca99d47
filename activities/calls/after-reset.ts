import { Context } from '@temporalio/activity';

/** Returns the run of this activity; `null` for a standalone activity. */
export function ownRun(): string | null {
  return Context.current().info.workflowExecution?.runId ?? null;
}

/**
 * Returns true if this activity's run was made by a reset. The run before it might have sent the same call already.
 * @param originalRunId the run's id before any reset
 */
export function isAfterReset(originalRunId: string | undefined): boolean {
  const run = ownRun();
  return run !== null && originalRunId !== undefined && run !== originalRunId;
}
