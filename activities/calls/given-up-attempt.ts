import { Context } from '@temporalio/activity';
import type { AttemptReport, PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { AwaitedReports } from '../../workflows/contracts/ports.js';
import { notSent } from './not-sent.js';

/**
 * An attempt that starts within this time ends before Temporal times it out, including its ten seconds. Milliseconds.
 */
const PROMPT_MS = 4_000;

/**
 * Returns the report of an attempt that Temporal gave up before it began here, for example because this process was
 * frozen. Another attempt might have run since. Returns `null` if the call goes out. Asks Temporal only for an attempt
 * that starts late, and only where a second request would do harm.
 */
export async function reportIfGivenUp(
  { mode }: PreparedCall,
  awaited: AwaitedReports,
  began: number,
): Promise<AttemptReport | null> {
  const { workflowExecution, activityId, currentAttemptScheduledTimestampMs: scheduled } = Context.current().info;
  // A clock that is behind Temporal's makes a late start look early.
  if (mode === 'idempotent' || workflowExecution === undefined || Math.abs(began - scheduled) <= PROMPT_MS) return null;
  try {
    if (await awaited.isAwaited({ ...workflowExecution, activityId })) return null;
    return notSent('Temporal gave up this attempt before it began', { began });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    return notSent(`could not ask Temporal if it still waits for this late attempt: ${why}`, { began });
  }
}
