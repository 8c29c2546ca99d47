import { randomUUID } from 'node:crypto';
import {
  type Client,
  type WorkflowExecutionInfo,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { isCallKey } from '../../workflows/contracts/calls/call-key.js';
import { FROM_API, type Resolution } from '../../workflows/contracts/calls/call.js';
import { FAILURES } from '../../workflows/contracts/failures.js';
import { resolveCall } from '../../workflows/contracts/messages.js';
import { resolvedMark } from '../../workflows/contracts/search-attributes.js';
import {
  NothingKnown,
  NoWorkerAnswered,
  OrderRefused,
  ResolvedOtherwise,
  RunNotFound,
  TemporalUnavailable,
} from '../errors.js';
import { explainRun } from '../runs/explain-run.js';
import { isOpen } from '../temporal/open.js';
import { parkedCallQuery, visibilityPage } from '../temporal/visibility.js';
import { withDeadline } from '../temporal/with-deadline.js';
import type { ResolvedCall, ResolveOrder } from './attention.js';

/**
 * Resolves one parked call of a brand. A repeat of the decision gets the first answer, even after the run has closed.
 * @throws NothingKnown if no such call is parked or was recently; and the errors of `sendResolution`
 */
export async function resolveOne(client: Client, { brand, ...resolution }: ResolveOrder): Promise<ResolvedCall> {
  const { callKey } = resolution;
  if (!isCallKey(callKey)) throw notParked();
  const run =
    (await firstRun(client, parkedCallQuery(brand, callKey, true))) ??
    (await firstRun(client, parkedCallQuery(brand, resolvedMark(callKey), false)));
  if (run === null) throw notParked();
  try {
    if (isOpen(run.status)) return await sendResolution(client, run.workflowId, resolution);
  } catch (error) {
    if (error instanceof NothingKnown) throw notParked();
    if (!(error instanceof RunNotFound)) throw error; // it has closed since it was listed
  }
  const taken = await decidedBefore(client, run, callKey);
  if (taken === null) throw notParked();
  if (taken.decision === resolution.decision) return taken;
  throw new ResolvedOtherwise(`${callKey} was resolved as ${taken.decision} by ${taken.by}`);
}

async function firstRun(client: Client, query: string): Promise<WorkflowExecutionInfo | null> {
  return (await visibilityPage(client, query, 1)).infos[0] ?? null;
}

/** Returns a closed run's record of a decision about a call; `null` if it has none. */
export async function decidedBefore(
  client: Client,
  { workflowId, runId }: { readonly workflowId: string; readonly runId?: string },
  callKey: string,
): Promise<ResolvedCall | null> {
  const { state } = await explainRun(client, workflowId, runId);
  const taken = state?.resolutions.find((resolution) => resolution.callKey === callKey);
  return taken ? { id: workflowId, ...taken } : null;
}

function notParked(): NothingKnown {
  return new NothingKnown('No call of this key is parked here. List what is with GET /v1/attention.');
}

/** Time for a worker to take a decision, in milliseconds. */
const ANSWER_WITHIN = 5_000;

/**
 * Sends a decision about a parked call to its run. A repeat gets the first answer.
 * @throws RunNotFound if the run is not open; NothingKnown, ResolvedOtherwise, OrderRefused if it refuses;
 * NoWorkerAnswered, TemporalUnavailable
 */
export async function sendResolution(client: Client, id: string, resolution: Resolution): Promise<ResolvedCall> {
  try {
    const taken = await withDeadline(
      client.connection,
      () =>
        client.workflow
          .getHandle(id)
          .executeUpdate(resolveCall, { args: [resolution], updateId: `${FROM_API}${randomUUID()}` }),
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
