import type { Client } from '@temporalio/client';
import { decodeOptionalFailureToOptionalError } from '@temporalio/common/lib/internal-non-workflow/index.js';
import { RunNotFound } from '../errors.js';
import { guarded } from '../guarded.js';
import { SERVICE_ERROR, serviceErrorOf } from '../service-error.js';
import { visibilityPage } from '../visibility-page.js';
import { openWorkflowsQuery } from '../visibility-query.js';
import type { AttentionItem } from './attention.js';
import { askEach, type ListedRun, runItem } from './item.js';
import type { AskedPage, SourcePage } from './sources.js';

/** So many runs are looked at one by one where the server can't tell which are stuck. */
const LOOKED_AT = 500;

/** The failure stands before the events that have come since. */
const EVENTS = 100;

/**
 * The open runs whose workflow task fails again and again. A newer server, such as 1.32, tells which these are, from the
 * fifth time on; of an older one the newest 500 open runs are looked at.
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

/** `null` for a run whose task does not fail. */
async function stuckItem(client: Client, info: ListedRun): Promise<AttentionItem | null> {
  const execution = { workflowId: info.workflowId, runId: info.runId };
  const { namespace } = client.options;
  try {
    const { pendingWorkflowTask } = await guarded(client.connection, () =>
      client.workflowService.describeWorkflowExecution({ namespace, execution }),
    );
    const tries = pendingWorkflowTask?.attempt ?? 1;
    if (tries < 2) return null;
    const seconds = Number(pendingWorkflowTask?.originalScheduledTime?.seconds ?? 0);
    const since = seconds > 0 ? new Date(seconds * 1000).toISOString() : null;
    return runItem(info, 'stuck-run', await whyStuck(client, execution), since);
  } catch (error) {
    if (error instanceof RunNotFound) return null; // gone since it was listed
    throw error;
  }
}

async function whyStuck(client: Client, execution: { workflowId: string; runId: string }): Promise<string> {
  const { namespace, loadedDataConverter } = client.options;
  const { history } = await guarded(client.connection, () =>
    client.workflowService.getWorkflowExecutionHistoryReverse({ namespace, execution, maximumPageSize: EVENTS }),
  );
  for (const { workflowTaskFailedEventAttributes: failed, workflowTaskTimedOutEventAttributes } of history?.events ??
    []) {
    if (workflowTaskTimedOutEventAttributes) return 'no worker finished its workflow task in time';
    if (!failed) continue;
    const context = { type: 'workflow', namespace, workflowId: execution.workflowId } as const;
    const failure = await decodeOptionalFailureToOptionalError(loadedDataConverter, failed.failure, context);
    return failure?.message ?? 'its workflow task fails';
  }
  return "its workflow task fails: Temporal's UI shows why";
}
