import { type Client, type WorkflowExecutionInfo, WorkflowFailedError } from '@temporalio/client';
import { RunNotFound } from '../errors.js';
import { failedRunsQuery, visibilityPage } from '../temporal/visibility.js';
import { withDeadline } from '../temporal/with-deadline.js';
import type { AttentionItem } from './attention.js';
import { askEach, type AskedPage, runItem, type SourcePage } from './item.js';
import { attentionIn, parkedIn } from './parked-items.js';

/** Time for which a failed run is listed, in milliseconds. A closed run can't record that someone has seen it. */
const SHOWN_FOR = 7 * 86_400_000;

/**
 * Returns the runs that failed in the last seven days, were terminated while they needed a person, or closed with
 * clean-up left undone.
 */
export async function failedRuns(client: Client, { filter, token, limit, detailed }: AskedPage): Promise<SourcePage> {
  const query = failedRunsQuery(filter, new Date(Date.now() - SHOWN_FOR).toISOString());
  const page = await visibilityPage(client, query, limit, token);
  const items = await askEach(page.infos, (info) => failedItem(client, info, detailed));
  return { items, token: page.token, notes: [] };
}

async function failedItem(client: Client, info: WorkflowExecutionInfo, detailed: boolean): Promise<AttentionItem> {
  const parked = parkedIn(info).length;
  const left = parked === 0 ? '' : `, and left ${parked === 1 ? 'a parked call' : `${parked} parked calls`} behind`;
  const reason = detailed ? `${await whyListed(client, info)}${left}` : info.status.name;
  return runItem(info, 'failed-run', reason, info.closeTime?.toISOString() ?? null);
}

async function whyListed(client: Client, info: WorkflowExecutionInfo): Promise<string> {
  const { name } = info.status;
  if (name !== 'COMPLETED' && name !== 'CONTINUED_AS_NEW') return whyFailed(client, info);
  return `closed, with something left undone: ${attentionIn(info).join('; ')}`;
}

async function whyFailed(client: Client, { workflowId, runId, status }: WorkflowExecutionInfo): Promise<string> {
  const how = status.name.toLowerCase().replaceAll('_', ' ');
  try {
    await withDeadline(client.connection, () =>
      client.workflow.getHandle(workflowId, runId, { followRuns: false }).result(),
    );
    return how;
  } catch (error) {
    if (error instanceof RunNotFound) return how; // its retention has just ended
    if (!(error instanceof WorkflowFailedError)) throw error;
    return error.cause?.message ? `${how}: ${error.cause.message}` : how;
  }
}
