import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { RedoFilter, UndeliveredOutcome } from '../../workflows/contracts/calls/redo.js';
import { A_DESTINATION, A_HOLD, waitsForDestination, waitsForHold } from '../../workflows/contracts/keepers/hold.js';
import { brandPlayer, CALL_RUN } from '../../workflows/contracts/names.js';
import type { RunSearch } from '../../workflows/contracts/ports.js';
import { type SearchAttributeName, undeliveredMark } from '../../workflows/contracts/search-attributes.js';
import type { RunFilter } from '../journey-client.js';
import { columnOf } from './attributes.js';
import { executionInfoOf } from './internals.js';
import { IS_CLOSED, OPEN } from './open.js';
import { withDeadline } from './with-deadline.js';

/** Selects the open runs of a filter. `OPEN` is needed: a terminated run keeps the attributes that it had while open. */
export function openRunsOfQuery(filter: RunsOf): string {
  return all([runsQuery(filter), OPEN]);
}

/** Selects the workflows of a brand that were paused in Temporal, including Waypost's own. */
export function pausedQuery(filter: RunsOf): string {
  return all([workflowsQuery(filter), `ExecutionStatus = 'Paused'`]);
}

/** Returns Temporal's visibility query for a filter of runs. */
export function runsQuery(filter: Omit<RunFilter, 'limit' | 'cursor'>): string {
  return all([
    is('Brand', filter.brand),
    filter.journey === undefined ? `${columnOf('Journey')} IS NOT NULL` : is('Journey', filter.journey),
    filter.playerId === undefined ? null : concerns(filter.brand, filter.playerId),
    filter.status === undefined ? null : is('Status', filter.status),
    filter.status === 'open' || filter.status === 'paused' || filter.status === 'exiting' ? OPEN : null,
    filter.attention === undefined ? null : `${columnOf('NeedsAttention')} = ${String(filter.attention)}`,
    filter.attention === true ? OPEN : null,
  ]);
}

/** Selects the open runs of one player in some journeys. */
export function openRunsQuery({ brand, playerId, journeys }: RunSearch): string {
  const journey = columnOf('Journey');
  const named = journeys.filter((name) => name !== CALL_RUN);
  const among = [
    ...(named.length > 0 ? [`${journey} IN (${named.map(quoted).join(', ')})`] : []),
    ...(named.length < journeys.length ? [`${journey} STARTS_WITH '${CALL_RUN}:'`] : []),
  ];
  return all([is('BrandPlayer', brandPlayer(brand, playerId)), `(${among.join(' OR ')})`, OPEN]);
}

/** Selects the open runs of a brand: those of one journey, or of all but some. */
export function openRunsOfBrandQuery(
  brand: string,
  journeys: { readonly journey: string } | { readonly except: readonly string[] },
): string {
  const journey = columnOf('Journey');
  const which = 'journey' in journeys ? is('Journey', journeys.journey) : `${journey} IS NOT NULL`;
  const except = 'except' in journeys && journeys.except.length > 0 ? journeys.except : null;
  const others = except && `${journey} NOT IN (${except.map(quoted).join(', ')})`;
  return all([is('Brand', brand), which, others, OPEN]);
}

/** Selects the open runs of a brand that might wait for a hold, with a call or with an open question to a person. */
export function heldRunsQuery(brand: string): string {
  const waits = `${columnOf('WaitingFor')} STARTS_WITH ${inQuotes(A_HOLD)}`;
  const held = `(${waits} OR ${columnOf('NeedsAttention')} = true)`;
  return all([is('Brand', brand), `${columnOf('Journey')} IS NOT NULL`, held, OPEN]);
}

/** Selects the open runs of a brand that wait for a destination, or for one of these holds. */
export function waitingAtQuery(brand: string, destination: string | null, holds: readonly string[]): string {
  const on = [
    ...holds.map((id) => waitsForHold(id)),
    ...(destination === null ? [] : [waitsForDestination(destination)]),
  ];
  // Names of destinations and ids of holds contain only harmless characters.
  const either = on.flatMap((what) => [
    `${columnOf('WaitingFor')} = ${inQuotes(what)}`,
    `${columnOf('WaitingFor')} STARTS_WITH ${inQuotes(`${what},`)}`,
  ]);
  return all([is('Brand', brand), `(${either.join(' OR ')})`, OPEN]);
}

/** Selects the open runs of a brand that need a person, or wait for a hold or a destination. */
export function waitingQuery(brand: string, on: 'person' | 'hold' | 'destination'): string {
  const waits = on === 'hold' ? A_HOLD : A_DESTINATION;
  const condition =
    on === 'person'
      ? `${columnOf('NeedsAttention')} = true`
      : `${columnOf('WaitingFor')} STARTS_WITH ${inQuotes(waits)}`;
  return all([is('Brand', brand), `${columnOf('Journey')} IS NOT NULL`, condition, OPEN]);
}

/** Selects the runs of a brand that closed since then, and failed, timed out, or needed a person when they closed. */
export function failedRunsQuery(filter: RunsOf, since: string): string {
  const needed = `(${IS_CLOSED} AND ${columnOf('NeedsAttention')} = true)`;
  const failed = `(ExecutionStatus = 'Failed' OR ExecutionStatus = 'TimedOut' OR ${needed})`;
  return all([runsQuery(filter), failed, `CloseTime > '${since}'`]);
}

/**
 * Selects the open workflows of a brand, including Waypost's own: all, or those whose tasks fail according to Temporal.
 */
export function openWorkflowsQuery(filter: RunsOf, { failing }: { readonly failing: boolean }): string {
  return all([workflowsQuery(filter), failing ? 'TemporalReportedProblems IS NOT NULL' : null, OPEN]);
}

/** Selects the open workflows of all brands, including Waypost's own: all, or those of one journey. */
export function everyOpenRunQuery(journey?: string): string {
  return all([journey === undefined ? null : is('Journey', journey), OPEN]);
}

/** Selects the run of a brand in which a call is parked, or those in which it was. */
export function parkedCallQuery(brand: string, value: string, open: boolean): string {
  return all([is('Brand', brand), is('ParkedCalls', value), open ? OPEN : null]);
}

/** Selects the runs of a brand in which a call ended without its effect. */
export function undeliveredCallQuery(brand: string, callKey: string): string {
  return all([is('Brand', brand), is('ParkedCalls', undeliveredMark(callKey))]);
}

/** Selects the runs of a brand in which calls ended with one of these outcomes and can have ended in that time. */
export function undeliveredRunsQuery(
  brand: string,
  outcomes: readonly UndeliveredOutcome[],
  { after, before }: Pick<RedoFilter, 'after' | 'before'>,
): string {
  return all([
    is('Brand', brand),
    `(${outcomes.map((outcome) => is('ParkedCalls', outcome)).join(' OR ')})`,
    before === undefined ? null : `StartTime < '${before}'`,
    after === undefined ? null : `(${OPEN} OR CloseTime >= '${after}')`,
  ]);
}

/** Selects the open keepers of all brands' holds. */
export const OPEN_HOLDS_QUERY = all(["WorkflowType = 'holds'", OPEN]);

/** Selects the open runs of all brands that are pinned to a build of a worker deployment. */
export function pinnedRunsQuery(deployment: string, buildId: string): string {
  const version = `TemporalWorkerDeploymentVersion = ${inQuotes(`${deployment}:${buildId}`)}`;
  return all([version, `TemporalWorkflowVersioningBehavior = 'Pinned'`, OPEN]);
}

/** Selects the open runs of all brands that no build has taken yet. */
export function unversionedRunsQuery(): string {
  return all([`${columnOf('Journey')} IS NOT NULL`, 'TemporalWorkerDeploymentVersion IS NULL', OPEN]);
}

/** Selects all runs of an id. */
export function runsOfIdQuery(id: string): string {
  return `WorkflowId = ${quoted(id)}`;
}

/** A selection of a brand's runs. */
type RunsOf = Pick<RunFilter, 'brand' | 'playerId' | 'journey'>;

/** Selects the workflows of a filter, including Waypost's own unless it names a journey. */
function workflowsQuery({ brand, journey, playerId }: RunsOf): string {
  return all([
    is('Brand', brand),
    journey === undefined ? null : is('Journey', journey),
    playerId === undefined ? null : concerns(brand, playerId),
  ]);
}

/** Selects a player's own runs, and those with calls for that player. */
function concerns(brand: string, playerId: string): string {
  const player = brandPlayer(brand, playerId);
  return `(${is('BrandPlayer', player)} OR ${is('Beneficiaries', player)})`;
}

function is(attribute: SearchAttributeName, value: string): string {
  return `${columnOf(attribute)} = ${quoted(value)}`;
}

function all(conditions: readonly (string | null)[]): string {
  return conditions.filter((condition) => condition !== null).join(' AND ');
}

/** Quotes a value. Ids and names contain only harmless characters; any other value is encoded, and matches nothing. */
function quoted(value: string): string {
  return inQuotes(
    value.replace(/[^A-Za-z0-9%:._~!()*-]/gu, (char) => (char === "'" ? '%27' : encodeURIComponent(char))),
  );
}

function inQuotes(value: string): string {
  return `'${value}'`;
}

/** One page of visibility; `token` begins the next page, `null` on the last. */
export interface VisibilityPage {
  readonly infos: readonly WorkflowExecutionInfo[];
  readonly token: Uint8Array | null;
}

/** Counts the workflows that match a query. @throws TemporalUnavailable */
export async function countRuns(client: Client, query: string): Promise<number> {
  return (await withDeadline(client.connection, () => client.workflow.count(query))).count;
}

/** Returns the page of a query that a token begins, or the first. @throws TemporalUnavailable */
export async function visibilityPage(
  client: Client,
  query: string,
  pageSize: number,
  token: Uint8Array | null = null,
): Promise<VisibilityPage> {
  const { namespace } = client.options;
  return withDeadline(client.connection, async () => {
    const page = await client.workflowService.listWorkflowExecutions({
      namespace,
      query,
      pageSize,
      ...(token && { nextPageToken: token }),
    });
    const infos = page.executions.map((raw) => executionInfoOf(client, raw));
    return { infos: await Promise.all(infos), token: page.nextPageToken.length > 0 ? page.nextPageToken : null };
  });
}
