import { type Client, type WorkflowExecutionDescription, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import {
  decodeArrayFromPayloads,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import proto from '@temporalio/proto';
import { journeyState } from '../workflows/contracts/messages.js';
import type { RunInput, RunState } from '../workflows/contracts/run.js';
import { CALL_RUN, parseRunId } from '../workflows/contracts/names.js';
import { NoWorkerAnswered, RunNotFound, TemporalUnavailable } from './errors.js';
import { explainFired } from './explain-fired.js';
import { guarded } from './guarded.js';
import type { PendingAttempt, RunExplanation } from './journey-client.js';
import { summaryOf } from './list-runs.js';

const { HistoryEventFilterType, PendingActivityState } = proto.temporal.api.enums.v1;

/** How long a worker has to answer a query, in milliseconds. */
const ANSWER_WITHIN = 5_000;

/** A run explained, with what its undelivered calls were made of. */
export interface WholeRun extends RunExplanation {
  readonly state: RunState | null;
}

/**
 * Explains one run of an id. A closed run is explained by what it returned, without a worker; an open one is asked.
 * @throws NoWorkerAnswered when it is open and no worker answers.
 */
export async function explainRun(client: Client, id: string, run?: string): Promise<RunExplanation> {
  const { state, ...summary } = await readRun(client, id, run);
  return { ...summary, state: state && withoutUndelivered(state) };
}

/** Reads one run as `explainRun` does, with what its undelivered calls were made of. */
export async function readRun(client: Client, id: string, run?: string): Promise<WholeRun> {
  const handle = client.workflow.getHandle(id, run);
  const description = await guarded(client.connection, () => handle.describe()).catch((error: unknown) => {
    if (error instanceof RunNotFound && parseRunId(id)?.journey === CALL_RUN) return null;
    throw error;
  });
  if (description === null) return explainFired(client, id);
  const summary = summaryOf(description);
  if (!summary) throw new RunNotFound(`${id} is not a run of a journey`);
  const state = await stateOf(client, description);
  const outcome = state?.outcome ?? summary.outcome;
  return { ...summary, outcome, state, pending: await pendingOf(client, description) };
}

function withoutUndelivered({ undelivered: _, previous, ...state }: RunState): RunState {
  return { ...state, previous: previous && withoutUndelivered(previous) };
}

async function stateOf(client: Client, description: WorkflowExecutionDescription): Promise<RunState | null> {
  const { workflowId, runId, status, raw } = description;
  const handle = client.workflow.getHandle(workflowId, runId, { followRuns: false });
  switch (status.name) {
    case 'COMPLETED':
      return guarded(client.connection, () => handle.result() as Promise<RunState>);
    case 'FAILED':
      return stateInFailure(await failureOf(client, () => handle.result()));
    case 'CONTINUED_AS_NEW':
      return stateHandedOn(client, { workflowId, runId });
    case 'RUNNING':
      return askWorker(client, () => handle.query(journeyState), {
        otherwise: (cause) => {
          const tries = raw.pendingWorkflowTask?.attempt ?? 1;
          const stuck = tries > 1 ? `; its last step has been tried ${tries} times: Temporal shows why it fails` : '';
          throw new NoWorkerAnswered(`no worker answered for ${workflowId} within ${ANSWER_WITHIN / 1000} s${stuck}`, {
            cause,
          });
        },
      });
    default: // It was stopped and left no account of its own: a worker may still tell how it stood.
      return askWorker(client, () => handle.query(journeyState), { otherwise: () => null });
  }
}

async function askWorker(
  client: Client,
  ask: () => Promise<RunState>,
  { otherwise }: { readonly otherwise: (cause: TemporalUnavailable) => null },
): Promise<RunState | null> {
  try {
    return await guarded(client.connection, ask, ANSWER_WITHIN);
  } catch (error) {
    if (!(error instanceof TemporalUnavailable)) throw error;
    return otherwise(error);
  }
}

/** The state in which a run closed that went on as a new one: it stands in the input of that one. */
async function stateHandedOn(
  client: Client,
  execution: { readonly workflowId: string; readonly runId: string },
): Promise<RunState | null> {
  const { history } = await guarded(client.connection, () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution,
      historyEventFilterType: HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT,
    }),
  );
  const { input } = history?.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes ?? {};
  const { workflowId } = execution;
  const context = { type: 'workflow', namespace: client.options.namespace, workflowId } as const;
  const [next] = await decodeArrayFromPayloads(client.options.loadedDataConverter, input?.payloads, context);
  return (next as RunInput | undefined)?.carried?.previous ?? null;
}

async function failureOf(client: Client, result: () => Promise<unknown>): Promise<unknown> {
  try {
    await guarded(client.connection, result);
    return null;
  } catch (error) {
    if (error instanceof TemporalUnavailable) throw error;
    return error;
  }
}

function stateInFailure(failure: unknown): RunState | null {
  const cause = failure instanceof WorkflowFailedError ? failure.cause : undefined;
  const [state] = cause instanceof ApplicationFailure ? (cause.details ?? []) : [];
  return (state as RunState | undefined) ?? null;
}

const PENDING_STATES: Readonly<Record<number, PendingAttempt['state']>> = {
  [PendingActivityState.PENDING_ACTIVITY_STATE_STARTED]: 'started',
  [PendingActivityState.PENDING_ACTIVITY_STATE_CANCEL_REQUESTED]: 'cancel-requested',
};

async function pendingOf(
  { options: { loadedDataConverter, namespace } }: Client,
  { raw, workflowId }: WorkflowExecutionDescription,
): Promise<PendingAttempt[]> {
  const context = { type: 'workflow', namespace, workflowId } as const;
  return Promise.all(
    (raw.pendingActivities ?? []).map(async (activity) => {
      const seconds = Number(activity.nextAttemptScheduleTime?.seconds ?? activity.scheduledTime?.seconds ?? 0);
      const failure = await decodeOptionalFailureToOptionalError(loadedDataConverter, activity.lastFailure, context);
      return {
        activity: activity.activityType?.name ?? '',
        attempt: activity.attempt ?? 1,
        state: PENDING_STATES[activity.state ?? 0] ?? 'scheduled',
        lastFailure: failure?.message ?? null,
        nextAttemptAt: seconds > 0 ? new Date(seconds * 1000).toISOString() : null,
      };
    }),
  );
}
