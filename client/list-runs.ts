import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import type { TypedSearchAttributes } from '@temporalio/common';
import { defineSearchAttributeKey } from '@temporalio/common';
import { parseRunId, playerOf, RULE_RUN, ruleJourney } from '../workflows/contracts/names.js';
import type { OpenRun, RunSearch } from '../workflows/contracts/ports.js';
import { SEARCH_ATTRIBUTES, type SearchAttributeName } from '../workflows/contracts/search-attributes.js';
import { cursorOf, tokenOf } from './cursor.js';
import { guarded } from './guarded.js';
import type { RunFilter, RunPage, RunSummary } from './journey-client.js';
import { openRunsQuery, runsQuery } from './visibility-query.js';

/** One page of runs, newest first. @throws OrderRefused for a cursor that this filter did not give. */
export async function listRuns(client: Client, { limit, cursor, ...filter }: RunFilter): Promise<RunPage> {
  const { namespace } = client.options;
  const query = runsQuery(filter);
  const token = cursor === undefined ? null : tokenOf(cursor, query);
  return guarded(client.connection, async () => {
    const page = await client.workflowService.listWorkflowExecutions({
      namespace,
      query,
      pageSize: limit,
      ...(token && { nextPageToken: token }),
    });
    const infos = await Promise.all(
      page.executions.map((raw) => executionInfoFromRaw(raw, client.options.loadedDataConverter, raw, namespace)),
    );
    const next = page.nextPageToken.length > 0 ? cursorOf(page.nextPageToken, query) : null;
    return { runs: infos.flatMap((info) => summaryOf(info) ?? []), next };
  });
}

/** The open runs of one player in some journeys of a brand. */
export async function findOpenRuns(client: Client, search: RunSearch): Promise<OpenRun[]> {
  const runs: OpenRun[] = [];
  for await (const info of client.workflow.list({ query: openRunsQuery(search) })) {
    const name = parseRunId(info.workflowId);
    if (name) runs.push({ id: info.workflowId, run: info.runId, journey: name.journey });
  }
  return runs;
}

/** How a run closed that could not say so itself. */
const CLOSED_OTHERWISE: Partial<Record<WorkflowExecutionInfo['status']['name'], RunSummary['status']>> = {
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed-out',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

/** A run as lists show it; `null` for a workflow that is not a run. */
export function summaryOf(info: Omit<WorkflowExecutionInfo, 'raw'>): RunSummary | null {
  const name = parseRunId(info.workflowId);
  const status = attribute(info.typedSearchAttributes, 'Status');
  const rule = name?.journey === RULE_RUN;
  if (!name || status === null || (name.journey.startsWith('~') && !rule)) return null;
  const text = (attributeName: SearchAttributeName) => attribute(info.typedSearchAttributes, attributeName);
  return {
    id: info.workflowId,
    run: info.runId,
    journey: rule ? ruleJourney(name.playerId) : name.journey,
    playerId: rule ? playerOf(text('BrandPlayer') ?? '') : name.playerId,
    key: name.key,
    status: CLOSED_OTHERWISE[info.status.name] ?? (status as RunSummary['status']),
    stage: text('Stage'),
    waitingFor: text('WaitingFor'),
    outcome: text('Outcome'),
    needsAttention: info.status.name === 'RUNNING' && text('NeedsAttention') === 'true',
    nextActionAt: text('NextActionAt'),
    startedAt: info.startTime.toISOString(),
    closedAt: info.closeTime?.toISOString() ?? null,
  };
}

function attribute(attributes: TypedSearchAttributes, name: SearchAttributeName): string | null {
  const value = attributes.get(defineSearchAttributeKey(name, SEARCH_ATTRIBUTES[name]));
  if (value === undefined) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}
