import type { Client } from '@temporalio/client';
import { stuckTask } from '../runs/stuck-task.js';
import { describeExecution } from '../temporal/described-run.js';
import { openWorkflowsQuery, visibilityPage } from '../temporal/visibility.js';
import { SERVICE_ERROR, serviceErrorOf } from '../temporal/with-deadline.js';
import type { AttentionItem } from './attention.js';
import { type AskedPage, itemsOf, type ListedRun, runItem, type SourcePage } from './item.js';

/** Number of runs that are checked one by one on a server that can't find stuck runs. */
const LOOKED_AT = 500;

/**
 * Returns the open runs whose workflow task fails again and again. Temporal 1.32 and later find them, from the fifth
 * failure on. On an older server the newest 500 open runs are checked.
 */
export async function stuckRuns(client: Client, asked: AskedPage): Promise<SourcePage> {
  const { filter, token, limit } = asked;
  const explained = (infos: readonly ListedRun[]) => itemsOf(infos, (info) => stuckItem(client, info));
  try {
    const page = await visibilityPage(client, openWorkflowsQuery(filter, { failing: true }), limit, token);
    return { items: await explained(page.infos), token: page.token, notes: [] };
  } catch (error) {
    if (serviceErrorOf(error)?.code !== SERVICE_ERROR.invalidArgument) throw error;
  }
  const page = await visibilityPage(client, openWorkflowsQuery(filter, { failing: false }), LOOKED_AT);
  const items = await explained(page.infos);
  const note = `stuck runs were looked for among the newest ${LOOKED_AT} open runs: Temporal 1.32 finds all`;
  return { items, token: null, notes: page.token === null ? [] : [note] };
}

/** Returns the item of a stuck run; `null` for a run whose task does not fail. */
async function stuckItem(client: Client, info: ListedRun): Promise<AttentionItem | null> {
  const { pendingWorkflowTask } = await describeExecution(client, info);
  const tries = pendingWorkflowTask?.attempt ?? 1;
  if (tries < 2) return null;
  const { workflowId, runId } = info;
  const { reason, file, line, since } = await stuckTask(client, { workflowId, runId, tries });
  const place = file === null ? '' : ` (${file}, line ${line})`;
  return runItem(info, 'stuck-run', `${reason}${place}`, since);
}
