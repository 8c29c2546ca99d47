import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { redoKey } from '../../workflows/contracts/calls/call-key.js';
import { type RedoFilter, UNDELIVERED, type UndeliveredCall } from '../../workflows/contracts/calls/redo.js';
import { callRunId, RULE_RUN } from '../../workflows/contracts/names.js';
import { askEach } from '../attention/item.js';
import { RunNotFound, TemporalUnavailable } from '../errors.js';
import type { WholeRun } from '../journey-client.js';
import { readRun } from '../runs/explain-run.js';
import { describedRun } from '../temporal/described-run.js';
import { undeliveredRunsQuery, visibilityPage } from '../temporal/visibility.js';
import { withDeadline } from '../temporal/with-deadline.js';

/** An undelivered call that fits, and its run. */
export interface Fitting {
  readonly id: string;
  readonly run: string;
  readonly call: UndeliveredCall;
  /** True if it was redone before. */
  readonly redone: boolean;
}

/** The fitting calls of some runs; `unread` are the runs that could not be read. */
export interface FittingPage {
  readonly calls: readonly Fitting[];
  readonly runs: number;
  readonly unread: readonly Pick<WorkflowExecutionInfo, 'workflowId' | 'runId'>[];
  readonly token: Uint8Array | null;
}

/** A request for one page of fitting calls. */
interface Asked {
  readonly brand: BrandCatalogue;
  readonly filter: RedoFilter;
  /** Calls that ended later are excluded (ISO 8601). */
  readonly at: string;
  readonly size: number;
  readonly token: Uint8Array | null;
}

/**
 * Returns one page of a brand's undelivered calls that fit a filter. Reads the runs whose attributes list such calls.
 */
export async function undeliveredCalls(client: Client, asked: Asked): Promise<FittingPage> {
  const { brand, filter, size, token } = asked;
  const { brand: name } = brand;
  const query = undeliveredRunsQuery(name, filter.outcome === undefined ? UNDELIVERED : [filter.outcome], filter);
  const page = await visibilityPage(client, query, size, token);
  const read = await askEach(page.infos, (info) => readOne(client, info));
  const calls = read.flatMap((run) =>
    run === null || run === 'unread' ? [] : fittingIn(run, asked).map((call) => ({ id: run.id, run: run.run, call })),
  );
  const redone = await askEach(calls, ({ call }) => wasRedone(client, name, call.callKey));
  return {
    calls: calls.map((one, place) => ({ ...one, redone: redone[place] === true })),
    runs: page.infos.length,
    unread: page.infos.filter((_, place) => read[place] === 'unread'),
    token: page.token,
  };
}

async function readOne(
  client: Client,
  { workflowId, runId }: Pick<WorkflowExecutionInfo, 'workflowId' | 'runId'>,
): Promise<WholeRun | 'unread' | null> {
  try {
    return await readRun(client, workflowId, runId);
  } catch (error) {
    if (error instanceof RunNotFound) return null; // its retention has just ended
    if (error instanceof TemporalUnavailable) throw error;
    // No worker answers for it or knows its journey, or the encryption key is missing. It must not stop the others.
    return 'unread';
  }
}

async function wasRedone(client: Client, brand: string, callKey: string): Promise<boolean> {
  const id = callRunId(brand, redoKey(brand, callKey));
  return (await withDeadline(client.connection, () => describedRun(client, id))) !== null;
}

function fittingIn({ state }: WholeRun, { brand, filter, at }: Asked): readonly UndeliveredCall[] {
  const ofRule = state?.journey.startsWith(`${RULE_RUN}:`) === true;
  return (state?.undelivered ?? []).filter((call) => call.at <= at && fits(call, brand, filter, ofRule));
}

function fits(call: UndeliveredCall, brand: BrandCatalogue, filter: RedoFilter, ofRule: boolean): boolean {
  const { action, destination, outcome, journey, rule, playerId, after, before, reasonContains } = filter;
  // A call that was never rendered would have gone to its action's destination.
  const goesTo = call.destination ?? brand.actions.get(call.action)?.destination;
  const is = (wanted: string | undefined, value: string | undefined) => wanted === undefined || wanted === value;
  return (
    is(action, call.action) &&
    is(destination, goesTo) &&
    is(outcome, call.outcome) &&
    is(playerId, call.playerId) &&
    is(journey, call.decidedBy) &&
    !(journey !== undefined && ofRule) &&
    is(rule, call.decidedBy) &&
    (after === undefined || call.at >= after) &&
    (before === undefined || call.at < before) &&
    (reasonContains === undefined || call.reason.includes(reasonContains))
  );
}
