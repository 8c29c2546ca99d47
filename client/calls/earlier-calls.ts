import type { Client } from '@temporalio/client';
import proto, { type temporal } from '@temporalio/proto';
import type { PreparedCall, SendOrder } from '../../workflows/contracts/calls/call.js';
import type { EarlierCalls } from '../../workflows/contracts/ports.js';
import { RunNotFound } from '../errors.js';
import { decodePayloads } from '../temporal/internals.js';
import { withDeadline } from '../temporal/with-deadline.js';

const { WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW } = proto.temporal.api.enums.v1.WorkflowTaskFailedCause;

/** Time for reading one history, in milliseconds. */
const READ_WITHIN = 5_000;

type Events = readonly temporal.api.history.v1.IHistoryEvent[];

/** Creates the port that finds earlier sends of a call in the histories of the runs before a reset. */
export function createEarlierCalls(client: Client): EarlierCalls {
  return {
    find: async ({ workflowId, runId }, callKey) => {
      const runs = [runId];
      for (const run of runs) {
        const events = await historyOf(client, workflowId, run);
        const found = run === runId ? null : await callIn(client, workflowId, events, callKey);
        if (found !== null) return found;
        runs.push(...basesOf(events).filter((base) => !runs.includes(base)));
      }
      return null;
    },
  };
}

async function historyOf(client: Client, workflowId: string, runId: string): Promise<Events> {
  const read = () => client.workflow.getHandle(workflowId, runId).fetchHistory();
  try {
    return (await withDeadline(client.connection, read, READ_WITHIN)).events ?? [];
  } catch (error) {
    if (error instanceof RunNotFound) return []; // it was kept as long as the namespace keeps any
    throw error;
  }
}

/** Returns the runs that a history was reset from, latest first. */
function basesOf(events: Events): string[] {
  const resets = events.flatMap(({ workflowTaskFailedEventAttributes: failed }) =>
    failed?.cause === WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW && failed.baseRunId ? [failed.baseRunId] : [],
  );
  return resets.reverse();
}

async function callIn(
  client: Client,
  workflowId: string,
  events: Events,
  callKey: string,
): Promise<PreparedCall | null> {
  for (const { activityTaskScheduledEventAttributes: scheduled } of events) {
    if (scheduled?.activityType?.name !== 'sendCallback') continue;
    const [order] = await decodePayloads(client, workflowId, scheduled.input?.payloads);
    const { call } = order as SendOrder;
    if (call.callKey === callKey) return call;
  }
  return null;
}
