import { Context } from '@temporalio/activity';

/** The run that this activity is of; `null` for one that stands alone. */
export function ownRun(): string | null {
  return Context.current().info.workflowExecution?.runId ?? null;
}

/**
 * Whether this activity's run was made by a reset, out of one that may have sent already what this one is about.
 * @param originalRunId what the run was called before any reset
 */
export function isAfterReset(originalRunId: string | undefined): boolean {
  const run = ownRun();
  return run !== null && originalRunId !== undefined && run !== originalRunId;
}
