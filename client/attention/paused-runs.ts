import type { Client } from '@temporalio/client';
import { describeExecution } from '../temporal/described-run.js';
import { pausedQuery, visibilityPage } from '../temporal/visibility.js';
import { SERVICE_ERROR, serviceErrorOf } from '../temporal/with-deadline.js';
import type { AttentionItem } from './attention.js';
import { type AskedPage, itemsOf, type ListedRun, runItem, type SourcePage } from './item.js';

/** Returns the workflows that were paused in Temporal itself. A server before 1.32 knows none. */
export async function pausedRuns(client: Client, { filter, token, limit }: AskedPage): Promise<SourcePage> {
  try {
    const page = await visibilityPage(client, pausedQuery(filter), limit, token);
    const items = await itemsOf(page.infos, (info) => pausedItem(client, info));
    return { items, token: page.token, notes: [] };
  } catch (error) {
    if (serviceErrorOf(error)?.code !== SERVICE_ERROR.invalidArgument) throw error;
    return { items: [], token: null, notes: [] };
  }
}

async function pausedItem(client: Client, info: ListedRun): Promise<AttentionItem> {
  const { workflowExtendedInfo } = await describeExecution(client, info);
  const { identity, reason, pausedTime } = workflowExtendedInfo?.pauseInfo ?? {};
  const seconds = Number(pausedTime?.seconds ?? 0);
  const why = `paused in Temporal${identity ? ` by ${identity}` : ''}${reason ? `: ${reason}` : ''}`;
  return runItem(info, 'paused-run', why, seconds === 0 ? null : new Date(seconds * 1_000).toISOString());
}
