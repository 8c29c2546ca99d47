import type { Client } from '@temporalio/client';
import { RunNotFound } from '../errors.js';
import { stuckTask } from '../runs/stuck-task.js';
import { openWorkflowsQuery, visibilityPage } from '../temporal/visibility.js';
import { withDeadline, SERVICE_ERROR, serviceErrorOf } from '../temporal/with-deadline.js';
import type { AttentionItem } from './attention.js';
import { askEach, type AskedPage, type ListedRun, runItem, type SourcePage } from './item.js';

/** Number of runs that are checked one by one on a server that can't find stuck runs. */
const LOOKED_AT = 500;

/**
 * Returns the open runs whose workflow task fails again and again. Temporal 1.32 and later find them, from the fifth
 * failure on. On an older server the newest 500 open runs are checked.
 */
export async function stuckRuns(client: Client, asked: AskedPage): Promise<SourcePage> {
  const { filter, token, limit } = asked;
  try {
    const page = await visibilityPage(client, openWorkflowsQuery(filter, { failing: true }), limit, token);
    return { ...(await explained(client, page.infos)), token: page.token };
  } catch (error) {
    if (serviceErrorOf(error)?.code !== SERVICE_ERROR.invalidArgument) throw error;
  }
  const page = await visibilityPage(client, openWorkflowsQuery(filter, { failing: false }), LOOKED_AT);
  const { items } = await explained(client, page.infos);
  const note = `stuck runs were looked for among the newest ${LOOKED_AT} open runs: Temporal 1.32 finds all`;
  return { items, token: null, notes: page.token === null ? [] : [note] };
}

async function explained(client: Client, infos: readonly ListedRun[]): Promise<Omit<SourcePage, 'token'>> {
  const items = await askEach(infos, (info) => stuckItem(client, info));
  return { items: items.filter((item) => item !== null), notes: [] };
}

/** Returns the item of a stuck run; `null` for a run whose task does not fail. */
async function stuckItem(client: Client, info: ListedRun): Promise<AttentionItem | null> {
  const execution = { workflowId: info.workflowId, runId: info.runId };
  const { namespace } = client.options;
  try {
    const { pendingWorkflowTask } = await withDeadline(client.connection, () =>
      client.workflowService.describeWorkflowExecution({ namespace, execution }),
    );
    const tries = pendingWorkflowTask?.attempt ?? 1;
    if (tries < 2) return null;
    const { reason, file, line, since } = await stuckTask(client, { ...execution, tries });
    const place = file === null ? '' : ` (${file}, line ${line})`;
    return runItem(info, 'stuck-run', `${reason}${place}`, since);
  } catch (error) {
    if (error instanceof RunNotFound) return null; // gone since it was listed
    throw error;
  }
}
