import type { Client } from '@temporalio/client';
import { RunNotFound } from '../errors.js';
import { pausedQuery, visibilityPage } from '../temporal/visibility.js';
import { SERVICE_ERROR, serviceErrorOf, withDeadline } from '../temporal/with-deadline.js';
import type { AttentionItem } from './attention.js';
import { askEach, type AskedPage, type ListedRun, runItem, type SourcePage } from './item.js';

/** Returns the workflows that were paused in Temporal itself. A server before 1.32 knows none. */
export async function pausedRuns(client: Client, { filter, token, limit }: AskedPage): Promise<SourcePage> {
  try {
    const page = await visibilityPage(client, pausedQuery(filter), limit, token);
    const items = await askEach(page.infos, (info) => pausedItem(client, info));
    return { items: items.filter((item) => item !== null), token: page.token, notes: [] };
  } catch (error) {
    if (serviceErrorOf(error)?.code !== SERVICE_ERROR.invalidArgument) throw error;
    return { items: [], token: null, notes: [] };
  }
}

async function pausedItem(client: Client, info: ListedRun): Promise<AttentionItem | null> {
  const { namespace } = client.options;
  const execution = { workflowId: info.workflowId, runId: info.runId };
  try {
    const { workflowExtendedInfo } = await withDeadline(client.connection, () =>
      client.workflowService.describeWorkflowExecution({ namespace, execution }),
    );
    const { identity, reason, pausedTime } = workflowExtendedInfo?.pauseInfo ?? {};
    const seconds = Number(pausedTime?.seconds ?? 0);
    const why = `paused in Temporal${identity ? ` by ${identity}` : ''}${reason ? `: ${reason}` : ''}`;
    return runItem(info, 'paused-run', why, seconds === 0 ? null : new Date(seconds * 1_000).toISOString());
  } catch (error) {
    if (error instanceof RunNotFound) return null; // gone since it was listed
    throw error;
  }
}
