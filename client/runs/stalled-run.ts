import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import { journeyState } from '../../workflows/contracts/messages.js';
import type { RunState } from '../../workflows/contracts/runs/run.js';
import { describeExecution } from '../temporal/described-run.js';
import { withDeadline } from '../temporal/with-deadline.js';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** Time after a deadline in which its timer must have fired, in milliseconds. */
const TIMER_FIRED_AFTER = 60_000;

/** Time for a worker to answer a query, in milliseconds. */
const ANSWER_TIME_MS = 5_000;

/** Events that are read from the end of a history. The commands of one task rarely are more. */
const TAIL = 30;

/** A run, and why it is stalled. */
export interface Stalled {
  readonly reason: string;
  /** The time of its last task (ISO 8601). */
  readonly since: string | null;
}

/**
 * Returns why an open run is stalled: it waits for nothing that Temporal has under way, so only an event or a person
 * wakes it. `null` for any other run.
 *
 * Asks the cheap questions first. Temporal must have nothing under way for the run, and its last task must have left no
 * timer or activity: true of a few sleeping runs. Only these are asked what they wait for. A run that says that it acts,
 * or whose deadline has passed without its timer, is stalled, if nothing has happened meanwhile.
 * @throws RunNotFound, TemporalUnavailable, also when no worker answers
 */
export async function stalledRun(
  client: Client,
  execution: { readonly workflowId: string; readonly runId: string },
  now: number,
): Promise<Stalled | null> {
  const length = await lengthAtRest(client, execution);
  if (length === null) return null;
  const last = await lastTask(client, execution);
  if (last === null) return null;
  const handle = client.workflow.getHandle(execution.workflowId, execution.runId);
  const state = await withDeadline(client.connection, () => handle.query(journeyState), ANSWER_TIME_MS);
  const reason = reasonOf(state, now);
  if (reason === null || (await lengthAtRest(client, execution)) !== length) return null;
  return { reason, since: new Date(Number(last.eventTime?.seconds ?? 0) * 1_000).toISOString() };
}

/** Returns the length of a run's history if Temporal has nothing under way for it; else `null`. */
async function lengthAtRest(
  client: Client,
  execution: { readonly workflowId: string; readonly runId: string },
): Promise<string | null> {
  const described = await describeExecution(client, execution);
  const { pendingWorkflowTask, pendingActivities, pendingChildren, workflowExecutionInfo: info } = described;
  const paused = Boolean(described.workflowExtendedInfo?.pauseInfo);
  const busy = Boolean(pendingWorkflowTask) || pendingActivities.length > 0 || pendingChildren.length > 0;
  return busy || paused || info?.closeTime ? null : String(info?.historyLength);
}

/** Returns the end of a run's last task if nothing that wakes the run came of it; else `null`. */
async function lastTask(
  client: Client,
  execution: { readonly workflowId: string; readonly runId: string },
): Promise<HistoryEvent | null> {
  const { namespace } = client.options;
  const { history } = await withDeadline(client.connection, () =>
    client.workflowService.getWorkflowExecutionHistoryReverse({ namespace, execution, maximumPageSize: TAIL }),
  );
  for (const event of history?.events ?? []) {
    if (event.workflowTaskCompletedEventAttributes) return event;
    if (event.timerStartedEventAttributes ?? event.activityTaskScheduledEventAttributes) return null;
  }
  return null;
}

function reasonOf({ status, waitingFor, until, journal, calls }: RunState, now: number): string | null {
  if (status !== 'open' && status !== 'exiting') return null;
  if (waitingFor.length === 0) {
    const last = journal.at(-1);
    const open = calls.filter((call) => call.status === 'open').map(({ step }) => step);
    const calling = open.length === 0 ? '' : `, with the call ${open.join(', ')} open`;
    return `it waits for nothing that is under way${calling}; its journal ends with "${last?.what ?? ''} ${last?.text ?? ''}"`;
  }
  if (until === null || Date.parse(until) + TIMER_FIRED_AFTER > now) return null;
  return `its deadline ${until} for ${waitingFor.join(' or ')} has passed, and no timer of it is set`;
}
