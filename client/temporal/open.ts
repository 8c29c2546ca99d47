import type { WorkflowExecutionStatusName } from '@temporalio/client';

/** The statuses of closed workflows, as Temporal's queries name them. */
const CLOSED = ['Completed', 'Failed', 'Canceled', 'Terminated', 'ContinuedAsNew', 'TimedOut'] as const;

const CLOSED_NAMES: ReadonlySet<WorkflowExecutionStatusName> = new Set([
  ...(['COMPLETED', 'FAILED', 'CANCELLED', 'TERMINATED', 'CONTINUED_AS_NEW', 'TIMED_OUT'] as const),
]);

const LISTED = CLOSED.map((status) => `'${status}'`).join(', ');

/**
 * Selects open workflows: those that are not closed. So one that was paused in Temporal is open, whose status is not
 * `Running`, and a server that does not know that status takes the query, too.
 */
export const OPEN = `ExecutionStatus NOT IN (${LISTED})`;

/** Selects closed workflows. */
export const IS_CLOSED = `ExecutionStatus IN (${LISTED})`;

/** Returns true for a workflow that is not closed. */
export function isOpen({ name }: { readonly name: WorkflowExecutionStatusName }): boolean {
  return !CLOSED_NAMES.has(name);
}
