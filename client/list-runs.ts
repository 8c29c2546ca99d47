import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import type { TypedSearchAttributes } from '@temporalio/common';
import { defineSearchAttributeKey } from '@temporalio/common';
import { parseRunId } from '../workflows/contracts/names.js';
import type { OpenRun, RunSearch } from '../workflows/contracts/ports.js';
import { SEARCH_ATTRIBUTES, type SearchAttributeName } from '../workflows/contracts/search-attributes.js';
import { OrderRefused } from './errors.js';
import { guarded, isInvalidArgument } from './guarded.js';
import type { RunFilter, RunPage, RunSummary } from './journey-client.js';
import { openRunsQuery, runsQuery } from './visibility-query.js';

/** One page of runs, newest first. @throws OrderRefused for a cursor that this filter did not give. */
export async function listRuns(client: Client, { limit, cursor, ...filter }: RunFilter): Promise<RunPage> {
  const { namespace } = client.options;
  try {
    return await guarded(client.connection, async () => {
      const page = await client.workflowService.listWorkflowExecutions({
        namespace,
        query: runsQuery(filter),
        pageSize: limit,
        ...(cursor === undefined ? {} : { nextPageToken: Buffer.from(cursor, 'base64url') }),
      });
      const infos = await Promise.all(
        page.executions.map((raw) => executionInfoFromRaw(raw, client.options.loadedDataConverter, raw, namespace)),
      );
      const next = page.nextPageToken.length > 0 ? Buffer.from(page.nextPageToken).toString('base64url') : null;
      return { runs: infos.flatMap((info) => summaryOf(info) ?? []), next };
    });
  } catch (error) {
    if (cursor === undefined || !isInvalidArgument(error)) throw error;
    throw new OrderRefused('cursor', 'take the `next` of the page before, with the same filter', { cause: error });
  }
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

const CLOSED_OTHERWISE = { TERMINATED: 'terminated', TIMED_OUT: 'timed-out' } as const;

/** A run as lists show it; `null` for a workflow that is not a run. */
export function summaryOf(info: Omit<WorkflowExecutionInfo, 'raw'>): RunSummary | null {
  const name = parseRunId(info.workflowId);
  const status = attribute(info.typedSearchAttributes, 'Status');
  if (!name || status === null || name.journey.startsWith('~')) return null;
  const text = (attributeName: SearchAttributeName) => attribute(info.typedSearchAttributes, attributeName);
  return {
    id: info.workflowId,
    run: info.runId,
    journey: name.journey,
    playerId: name.playerId,
    key: name.key,
    status: CLOSED_OTHERWISE[info.status.name as keyof typeof CLOSED_OTHERWISE] ?? (status as RunSummary['status']),
    stage: text('Stage'),
    waitingFor: text('WaitingFor'),
    outcome: text('Outcome'),
    needsAttention: text('NeedsAttention') === 'true',
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
