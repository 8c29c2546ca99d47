import { randomUUID } from 'node:crypto';
import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowIdConflictPolicy,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { PreparedCall } from '../../workflows/contracts/calls/call.js';
import { FAILURES } from '../../workflows/contracts/failures.js';
import {
  emptyLimit,
  type LimitAnswer,
  type LimitClaim,
  type LimitReservation,
  type LimitSettlement,
  type LimitState,
  type ReservationAnswer,
} from '../../workflows/contracts/keepers/limit.js';
import { reserveLimit, settleLimit } from '../../workflows/contracts/messages.js';
import { LIMITS_QUEUE } from '../../workflows/contracts/names.js';
import type { LimitKeeper } from '../../workflows/contracts/ports.js';
import { NoWorkerAnswered, TemporalUnavailable } from '../errors.js';
import { withDeadline } from '../temporal/with-deadline.js';
import { Batches } from './batches.js';

/** Half of the asking activity's time, because a request can wait for one that is under way. Milliseconds. */
const ANSWER_WITHIN = 4_000;
/** Keeps a request of the largest reservations far below Temporal's two megabytes. */
const BATCH = 100;

type Keeper = (state: LimitState) => Promise<void>;
type Settling = LimitSettlement & { readonly claim: LimitClaim };

/**
 * Keeps each limit in its own workflow. A process sends one request of each kind at a time to a keeper, because with
 * eleven updates under way Temporal drops the others, too. A failed request can be retried, except for the
 * ApplicationFailure `limitMisused`: that call can never be counted.
 */
export function createLimitKeeper(client: Client): LimitKeeper {
  const reservations = new Batches(async (id, items: readonly LimitReservation[]) => {
    try {
      return await withDeadline(client.connection, () => sendReservations(client, id, items), ANSWER_WITHIN);
    } catch (error) {
      throw unanswered(error, id);
    }
  }, BATCH);
  const settlements = new Batches((id, items: readonly Settling[]) => {
    return withDeadline(client.connection, () => sendSettlements(client, id, items), ANSWER_WITHIN);
  }, BATCH);

  const settle = async (
    { callKey, value }: PreparedCall,
    limits: readonly LimitClaim[],
    counts: boolean,
    asked: number,
  ): Promise<void> => {
    await Promise.all(limits.map((claim) => settlements.ask(claim.keeper, { claim, callKey, value, counts, asked })));
  };
  return {
    reserve: async (call, asked) => {
      const { callKey, value, limits = [] } = call;
      for (const [place, claim] of limits.entries()) {
        const answer = await reservations.ask(claim.keeper, { claim, callKey, value, asked });
        if (answer.kind === 'reserved') continue;
        await settle(call, limits.slice(0, place), false, asked);
        return suppressedBy(claim, answer);
      }
      return { kind: 'reserved' };
    },
    settle: (call, counts, asked) => settle(call, call.limits ?? [], counts, asked),
  };
}

function suppressedBy(
  claim: LimitClaim,
  { kind, reason }: Exclude<ReservationAnswer, { kind: 'reserved' }>,
): LimitAnswer {
  if (kind === 'full') return { kind: 'suppressed', by: claim.name, reason };
  if (kind === 'misused') throw ApplicationFailure.nonRetryable(reason, FAILURES.limitMisused);
  throw new Error(reason);
}

function sendReservations(
  client: Client,
  workflowId: string,
  items: readonly LimitReservation[],
): Promise<ReservationAnswer[]> {
  const startWorkflowOperation = new WithStartWorkflowOperation<Keeper>('limit', {
    ...startOptions(workflowId, items),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
  });
  // The update's id is of the request alone. Were it the call's, Temporal would answer with what was true before the
  // reservation was given back.
  const options = { args: [items] as [typeof items], updateId: randomUUID(), startWorkflowOperation };
  return client.workflow.executeUpdateWithStart(reserveLimit, options);
}

function unanswered(error: unknown, workflowId: string): unknown {
  const cause = error instanceof TemporalUnavailable ? error.cause : null;
  if (!(cause instanceof WorkflowUpdateRPCTimeoutOrCancelledError)) return error;
  return new NoWorkerAnswered(`the keeper ${workflowId} did not answer in time: check that a worker runs`, { cause });
}

async function sendSettlements(client: Client, workflowId: string, items: readonly Settling[]): Promise<null[]> {
  await client.workflow.signalWithStart<Keeper, [readonly LimitSettlement[]]>('limit', {
    ...startOptions(workflowId, items),
    signal: settleLimit,
    signalArgs: [items.map(({ callKey, value, counts, asked }) => ({ callKey, value, counts, asked }))],
  });
  return items.map(() => null);
}

function startOptions(workflowId: string, [first]: readonly { readonly claim: LimitClaim }[]) {
  if (first === undefined) throw new RangeError('a keeper is asked nothing');
  const args: [LimitState] = [emptyLimit(first.claim)];
  return { workflowId, taskQueue: LIMITS_QUEUE, args, staticSummary: `Limit ${first.claim.name}` };
}
