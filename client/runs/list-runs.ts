import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { TypedSearchAttributes } from '@temporalio/common';
import { CALL_RUN, parseRunId, playerOf, RULE_RUN } from '../../workflows/contracts/names.js';
import type { OpenRun, RunFinder, RunSearch } from '../../workflows/contracts/ports.js';
import type { SearchAttributeName } from '../../workflows/contracts/search-attributes.js';
import { cursorOf, tokenOf } from '../cursor.js';
import type { RunFilter, RunPage, RunSummary } from '../journey-client.js';
import { readAttribute } from '../temporal/attributes.js';
import { isOpen } from '../temporal/open.js';
import { openRunsQuery, runsQuery, visibilityPage } from '../temporal/visibility.js';

/** Returns one page of runs, newest first. @throws OrderRefused for a cursor of another filter */
export async function listRuns(client: Client, { limit, cursor, ...filter }: RunFilter): Promise<RunPage> {
  const query = runsQuery(filter);
  const { infos, token } = await visibilityPage(
    client,
    query,
    limit,
    cursor === undefined ? null : tokenOf(cursor, query),
  );
  const runs = infos.flatMap((info) => summaryOf(info) ?? []).map((run) => matched(run, filter.playerId));
  return { runs, next: token && cursorOf(token, query) };
}

/** Adds the requested player's role to a listed run. */
function matched(run: RunSummary, player: string | undefined): RunSummary {
  if (player === undefined) return run;
  return { ...run, matchedBy: run.playerId === player ? 'player' : 'beneficiary' };
}

/** Returns the players of a run's calls, other than its own. */
export function beneficiariesIn(attributes: TypedSearchAttributes): string[] {
  return (readAttribute(attributes, 'Beneficiaries') ?? []).map(playerOf);
}

/** Finds the open runs of one player in some journeys of a brand. */
export async function findOpenRuns(client: Client, search: RunSearch): Promise<OpenRun[]> {
  const runs: OpenRun[] = [];
  for await (const info of client.workflow.list({ query: openRunsQuery(search) })) {
    const name = parseRunId(info.workflowId);
    if (name) runs.push({ id: info.workflowId, run: info.runId, journey: name.journey });
  }
  return runs;
}

/** Statuses of runs that closed without recording it themselves. */
const CLOSED_OTHERWISE: Partial<Record<WorkflowExecutionInfo['status']['name'], RunSummary['status']>> = {
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed-out',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

/** Returns the line of a run in lists; `null` for a workflow that is not a run. */
export function summaryOf(info: Omit<WorkflowExecutionInfo, 'raw'>): RunSummary | null {
  const name = parseRunId(info.workflowId);
  const text = (attribute: SearchAttributeName) => textOf(info.typedSearchAttributes, attribute);
  const status = text('Status');
  const own = name?.journey === RULE_RUN || name?.journey === CALL_RUN;
  if (!name || status === null || (name.journey.startsWith('~') && !own)) return null;
  return {
    id: info.workflowId,
    run: info.runId,
    journey: own ? (text('Journey') ?? name.journey) : name.journey,
    playerId: own ? playerOf(text('BrandPlayer') ?? '') : name.playerId,
    beneficiaries: beneficiariesIn(info.typedSearchAttributes),
    matchedBy: null,
    key: name.key,
    status: CLOSED_OTHERWISE[info.status.name] ?? (status as RunSummary['status']),
    stage: text('Stage'),
    waitingFor: text('WaitingFor'),
    outcome: text('Outcome'),
    needsAttention: info.status.name === 'PAUSED' || (isOpen(info.status) && text('NeedsAttention') === 'true'),
    nextActionAt: text('NextActionAt'),
    startedAt: info.startTime.toISOString(),
    closedAt: info.closeTime?.toISOString() ?? null,
  };
}

function textOf(attributes: TypedSearchAttributes, name: SearchAttributeName): string | null {
  const value = readAttribute(attributes, name);
  if (value === null) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}

/** Creates the port that finds runs for activities. */
export function createRunFinder(client: Client): RunFinder {
  return { findOpenRuns: (search) => findOpenRuns(client, search) };
}
