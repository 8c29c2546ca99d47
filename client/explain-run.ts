import {
  type Client,
  type WorkflowExecutionDescription,
  WorkflowContinuedAsNewError,
  WorkflowFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { journeyState } from '../workflows/contracts/messages.js';
import type { RunState } from '../workflows/contracts/run.js';
import { NoWorkerAnswered, RunNotFound, TemporalUnavailable } from './errors.js';
import { guarded } from './guarded.js';
import type { PendingAttempt, RunExplanation } from './journey-client.js';
import { summaryOf } from './list-runs.js';

/** How long a worker has to answer a query, in milliseconds. */
const ANSWER_WITHIN = 5_000;

/**
 * Explains one run of an id. A closed run is explained by what it returned, without a worker; an open one is asked.
 * @throws NoWorkerAnswered when it is open and no worker answers.
 */
export async function explainRun(client: Client, id: string, run?: string): Promise<RunExplanation> {
  const handle = client.workflow.getHandle(id, run);
  const description = await guarded(client.connection, () => handle.describe());
  const summary = summaryOf(description);
  if (!summary) throw new RunNotFound(`${id} is not a run of a journey`);
  return { ...summary, state: await stateOf(client, description), pending: pendingOf(description) };
}

async function stateOf(client: Client, description: WorkflowExecutionDescription): Promise<RunState | null> {
  const { workflowId, runId, status } = description;
  const handle = client.workflow.getHandle(workflowId, runId, { followRuns: false });
  switch (status.name) {
    case 'COMPLETED':
      return guarded(client.connection, () => handle.result() as Promise<RunState>);
    case 'FAILED':
      return stateInFailure(await failureOf(client, () => handle.result()));
    case 'CONTINUED_AS_NEW': {
      const failure = await failureOf(client, () => handle.result());
      if (!(failure instanceof WorkflowContinuedAsNewError)) return null;
      return (await explainRun(client, workflowId, failure.newExecutionRunId)).state?.previous ?? null;
    }
    default:
      return askWorker(client, `${workflowId} is ${status.name.toLowerCase()}`, () => handle.query(journeyState));
  }
}

async function askWorker(client: Client, what: string, ask: () => Promise<RunState>): Promise<RunState> {
  try {
    return await guarded(client.connection, ask, ANSWER_WITHIN);
  } catch (error) {
    if (!(error instanceof TemporalUnavailable)) throw error;
    throw new NoWorkerAnswered(`${what}, and no worker answered for it within ${ANSWER_WITHIN / 1000} s`, {
      cause: error,
    });
  }
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

const PENDING_STATES = { 1: 'scheduled', 2: 'started', 3: 'cancel-requested' } as const;

function pendingOf({ raw }: WorkflowExecutionDescription): PendingAttempt[] {
  return (raw.pendingActivities ?? []).map((activity) => {
    const seconds = Number(activity.nextAttemptScheduleTime?.seconds ?? activity.scheduledTime?.seconds ?? 0);
    return {
      activity: activity.activityType?.name ?? '',
      attempt: activity.attempt ?? 1,
      state: PENDING_STATES[activity.state as keyof typeof PENDING_STATES] ?? 'scheduled',
      lastFailure: activity.lastFailure?.message ?? null,
      nextAttemptAt: seconds > 0 ? new Date(seconds * 1000).toISOString() : null,
    };
  });
}
