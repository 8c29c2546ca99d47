import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { StuckTask } from '../journey-client.js';
import { decodeFailure } from '../temporal/internals.js';
import { withDeadline } from '../temporal/with-deadline.js';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** Events in one page; failures stand before the newer events. */
const PAGE = 100;

/** Largest number of history pages that are searched for the first failure. */
const MAX_PAGES = 10;

/** Largest number of stack trace lines that are searched. */
const MAX_FRAMES = 50;

const FRAME = /^\s*at (?:.{1,500} \()?([^()]{1,500}):(\d{1,9}):\d{1,9}\)?$/;

/** A run, and the tries of its workflow task. */
export interface StuckExecution {
  readonly workflowId: string;
  readonly runId: string;
  readonly tries: number;
}

/**
 * Explains from its history why a run is stuck: the latest failure of its workflow task, and the time of the first
 * failure since a task was completed. Asks no worker.
 */
export async function stuckTask(client: Client, { tries, ...execution }: StuckExecution): Promise<StuckTask> {
  const failures = await failuresOf(client, execution);
  const [latest] = failures;
  const seconds = Number(failures.at(-1)?.eventTime?.seconds ?? 0);
  const since = seconds > 0 ? new Date(seconds * 1000).toISOString() : null;
  const failed = latest?.workflowTaskFailedEventAttributes;
  if (!failed) {
    const reason = latest ? 'no worker finished its workflow task in time' : 'its workflow task fails';
    return { reason, file: null, line: null, since, failures: tries - 1 };
  }
  const failure = await decodeFailure(client, execution.workflowId, failed.failure);
  const place = placeIn(failure?.stack ?? '');
  return { reason: failure?.message ?? 'its workflow task fails', ...place, since, failures: tries - 1 };
}

/** Returns the failures of its workflow task since the last completed one, latest first. */
async function failuresOf(
  client: Client,
  execution: { readonly workflowId: string; readonly runId: string },
): Promise<HistoryEvent[]> {
  const { namespace } = client.options;
  const failures: HistoryEvent[] = [];
  let nextPageToken: Uint8Array | null | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const asked = { namespace, execution, maximumPageSize: PAGE, ...(nextPageToken ? { nextPageToken } : {}) };
    const answer = await withDeadline(client.connection, () =>
      client.workflowService.getWorkflowExecutionHistoryReverse(asked),
    );
    for (const event of answer.history?.events ?? []) {
      if (event.workflowTaskCompletedEventAttributes) return failures;
      if (event.workflowTaskFailedEventAttributes || event.workflowTaskTimedOutEventAttributes) failures.push(event);
    }
    ({ nextPageToken } = answer);
    if (nextPageToken.length === 0) break;
  }
  return failures;
}

/** Returns the place of a failure: in the journey if its stack has one, else in our own code. */
function placeIn(stack: string): Pick<StuckTask, 'file' | 'line'> {
  const frames = stack.split('\n', MAX_FRAMES).flatMap((text) => {
    const [, path, line] = FRAME.exec(text) ?? [];
    return path === undefined || path.includes('node_modules') || path.startsWith('node:') ? [] : [{ path, line }];
  });
  const frame = frames.find(({ path }) => path.includes('/journeys/')) ?? frames[0];
  if (frame === undefined) return { file: null, line: null };
  const at = frame.path.lastIndexOf('workflows/');
  return { file: at < 0 ? frame.path : frame.path.slice(at), line: Number(frame.line) };
}
