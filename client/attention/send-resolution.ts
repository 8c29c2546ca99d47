import { type Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Resolution } from '../../workflows/contracts/call.js';
import { FAILURES } from '../../workflows/contracts/failures.js';
import { resolveCall } from '../../workflows/contracts/messages.js';
import { NothingKnown, NoWorkerAnswered, OrderRefused, ResolvedOtherwise, TemporalUnavailable } from '../errors.js';
import { guarded } from '../guarded.js';
import type { ResolvedCall } from './attention.js';

/** How long a worker has to take a person's word, in milliseconds. */
const ANSWER_WITHIN = 5_000;

/**
 * Tells a run a person's word on one of its parked calls. Said again, it gets the first answer.
 * @throws RunNotFound when it is not open; NothingKnown, ResolvedOtherwise, OrderRefused when it refuses;
 * NoWorkerAnswered, TemporalUnavailable
 */
export async function sendResolution(client: Client, id: string, resolution: Resolution): Promise<ResolvedCall> {
  try {
    const taken = await guarded(
      client.connection,
      () => client.workflow.getHandle(id).executeUpdate(resolveCall, { args: [resolution] }),
      ANSWER_WITHIN,
    );
    return { id, ...taken };
  } catch (error) {
    throw refusalOf(error) ?? unanswered(error, id) ?? error;
  }
}

function refusalOf(error: unknown): Error | null {
  if (!(error instanceof WorkflowUpdateFailedError) || !(error.cause instanceof ApplicationFailure)) return null;
  const { type, message } = error.cause;
  const [field] = (error.cause.details ?? []) as [string?];
  switch (type) {
    case FAILURES.callNotParked:
      return new NothingKnown(message, { cause: error });
    case FAILURES.alreadyResolved:
      return new ResolvedOtherwise(message, { cause: error });
    case FAILURES.decisionNotPossible:
      return new OrderRefused(field ?? 'decision', message, { cause: error });
    default:
      return null;
  }
}

function unanswered(error: unknown, id: string): Error | null {
  if (!(error instanceof TemporalUnavailable)) return null;
  if (!(error.cause instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) return null;
  return new NoWorkerAnswered(`no worker took the decision for ${id} within ${ANSWER_WITHIN / 1000} s`, {
    cause: error.cause,
  });
}
