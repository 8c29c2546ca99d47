import { type Client, type WorkflowExecutionDescription, WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import proto from '@temporalio/proto';
import { journeyState } from '../../workflows/contracts/messages.js';
import { CALL_RUN, parseRunId } from '../../workflows/contracts/names.js';
import type { RunInput, RunState } from '../../workflows/contracts/runs/run.js';
import { NoWorkerAnswered, RunNotFound, TemporalUnavailable } from '../errors.js';
import type { PendingAttempt, RunExplanation, WholeRun } from '../journey-client.js';
import { explainFired } from '../rules/explain-fired.js';
import { decodeFailure, decodePayloads } from '../temporal/internals.js';
import { isOpen } from '../temporal/open.js';
import { withDeadline } from '../temporal/with-deadline.js';
import { summaryOf } from './list-runs.js';
import { stuckTask } from './stuck-task.js';

const { HistoryEventFilterType, PendingActivityState } = proto.temporal.api.enums.v1;

/** Time for a worker to answer a query, in milliseconds. */
const ANSWER_TIME_MS = 5_000;

/** Time for a worker after its last try failed, in milliseconds. */
const SHORT_ANSWER_TIME_MS = 1_000;

/**
 * Explains one run of an id. A closed run is explained from its result, without a worker; an open one is queried.
 * @throws NoWorkerAnswered if it is open and no worker answers
 */
export async function explainRun(client: Client, id: string, run?: string): Promise<RunExplanation> {
  const { state, ...summary } = await readRun(client, id, run);
  return { ...summary, state: state && withoutUndelivered(state) };
}

/** Reads one run as `explainRun` does, and keeps the requests of its undelivered calls. */
export async function readRun(client: Client, id: string, run?: string): Promise<WholeRun> {
  const handle = client.workflow.getHandle(id, run);
  const description = await withDeadline(client.connection, () => handle.describe()).catch((error: unknown) => {
    if (error instanceof RunNotFound && parseRunId(id)?.journey === CALL_RUN) return null;
    throw error;
  });
  if (description === null) return explainFired(client, id);
  const summary = summaryOf(description);
  if (!summary) throw new RunNotFound(`${id} is not a run of a journey`);
  const account = await accountOf(client, description);
  const outcome = account.state?.outcome ?? summary.outcome;
  const needsAttention = summary.needsAttention || account.stuck !== null;
  const waitingFor = account.stuck === null ? summary.waitingFor : null; // what it last waited for has come
  return { ...summary, ...account, waitingFor, outcome, needsAttention, pending: await pendingOf(client, description) };
}

/** Returns the run's own state, or the reason why its workflow task fails. */
async function accountOf(
  client: Client,
  description: WorkflowExecutionDescription,
): Promise<Pick<WholeRun, 'state' | 'stuck'>> {
  const { workflowId, runId } = description;
  const handle = client.workflow.getHandle(workflowId, runId, { followRuns: false });
  const stuck = async (tries: number): Promise<Pick<WholeRun, 'state' | 'stuck'>> => {
    return { state: null, stuck: await stuckTask(client, { workflowId, runId, tries }) };
  };
  const tries = triesOf(description);
  if (tries > 2) return stuck(tries);
  if (tries === 2) {
    // One failure can come from a worker that was just stopped; then the next one answers immediately.
    const asked = { otherwise: () => null, within: SHORT_ANSWER_TIME_MS };
    const state = await askWorker(client, () => handle.query(journeyState), asked);
    return state === null ? stuck(tries) : { state, stuck: null };
  }
  try {
    return { state: await stateOf(client, description), stuck: null };
  } catch (error) {
    if (!(error instanceof NoWorkerAnswered)) throw error;
    const since = triesOf(await withDeadline(client.connection, () => handle.describe()));
    if (since < 2) throw error;
    return stuck(since);
  }
}

/** Returns the tries of the current workflow task; 1 if there is none. */
function triesOf({ status, raw }: WorkflowExecutionDescription): number {
  return isOpen(status) ? (raw.pendingWorkflowTask?.attempt ?? 1) : 1;
}

function withoutUndelivered({ undelivered: _, previous, ...state }: RunState): RunState {
  return { ...state, previous: previous && withoutUndelivered(previous) };
}

async function stateOf(client: Client, description: WorkflowExecutionDescription): Promise<RunState | null> {
  const { workflowId, runId, status } = description;
  const handle = client.workflow.getHandle(workflowId, runId, { followRuns: false });
  switch (status.name) {
    case 'COMPLETED':
      return withDeadline(client.connection, () => handle.result() as Promise<RunState>);
    case 'FAILED':
      return stateInFailure(await failureOf(client, () => handle.result()));
    case 'CONTINUED_AS_NEW':
      return stateHandedOn(client, { workflowId, runId });
    case 'RUNNING':
      return askWorker(client, () => handle.query(journeyState), {
        otherwise: (cause) => {
          throw new NoWorkerAnswered(`no worker answered for ${workflowId} within ${ANSWER_TIME_MS / 1000} s`, {
            cause,
          });
        },
      });
    case 'PAUSED': // Temporal passes no question on.
      return null;
    default: // It was stopped and left no account of its own: a worker may still tell how it stood.
      return askWorker(client, () => handle.query(journeyState), { otherwise: () => null });
  }
}

async function askWorker(
  client: Client,
  ask: () => Promise<RunState>,
  { otherwise, within }: { readonly otherwise: (cause: TemporalUnavailable) => null; readonly within?: number },
): Promise<RunState | null> {
  try {
    return await withDeadline(client.connection, ask, within ?? ANSWER_TIME_MS);
  } catch (error) {
    if (!(error instanceof TemporalUnavailable)) throw error;
    return otherwise(error);
  }
}

/** Returns the state in which a run continued as a new one. It stands in the new run's input. */
async function stateHandedOn(
  client: Client,
  execution: { readonly workflowId: string; readonly runId: string },
): Promise<RunState | null> {
  const { history } = await withDeadline(client.connection, () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution,
      historyEventFilterType: HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT,
    }),
  );
  const { input } = history?.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes ?? {};
  const [next] = await decodePayloads(client, execution.workflowId, input?.payloads);
  return (next as RunInput | undefined)?.carried?.previous ?? null;
}

async function failureOf(client: Client, result: () => Promise<unknown>): Promise<unknown> {
  try {
    await withDeadline(client.connection, result);
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

async function pendingOf(client: Client, { raw, workflowId }: WorkflowExecutionDescription): Promise<PendingAttempt[]> {
  return Promise.all(
    (raw.pendingActivities ?? []).map(async (activity) => {
      const seconds = Number(activity.nextAttemptScheduleTime?.seconds ?? activity.scheduledTime?.seconds ?? 0);
      const failure = await decodeFailure(client, workflowId, activity.lastFailure);
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
