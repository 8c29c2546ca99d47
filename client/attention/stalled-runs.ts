import type { Client } from '@temporalio/client';
import { TemporalUnavailable } from '../errors.js';
import { stalledRun } from '../runs/stalled-run.js';
import { openRunsOfQuery, visibilityPage } from '../temporal/visibility.js';
import type { AttentionItem } from './attention.js';
import { type AskedPage, itemsOf, type ListedRun, runItem, type SourcePage } from './item.js';

/** Number of open runs that are looked at, one by one. */
const LOOKED_AT = 500;

/** Returns the open runs, among the newest 500, that wait for nothing that Temporal has under way. */
export async function stalledRuns(client: Client, { filter }: AskedPage): Promise<SourcePage> {
  const page = await visibilityPage(client, openRunsOfQuery(filter), LOOKED_AT);
  let unanswered = 0;
  const items = await itemsOf(page.infos, (info) =>
    stalledItem(client, info).catch((error: unknown) => {
      if (!(error instanceof TemporalUnavailable)) throw error;
      unanswered += 1;
      return null;
    }),
  );
  const notes = [
    ...(page.token === null ? [] : [`stalled runs were looked for among the newest ${LOOKED_AT} open runs`]),
    ...(unanswered === 0 ? [] : [`no worker answered for ${unanswered} runs that might be stalled`]),
  ];
  return { items, token: null, notes };
}

async function stalledItem(client: Client, info: ListedRun): Promise<AttentionItem | null> {
  const stalled = await stalledRun(client, { workflowId: info.workflowId, runId: info.runId }, Date.now());
  return stalled && runItem(info, 'stalled-run', stalled.reason, stalled.since);
}
