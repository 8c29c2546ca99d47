import type { Client } from '@temporalio/client';
import type { UndeliveredCall } from '../../workflows/contracts/calls/redo.js';
import { callRunId, parseRunId } from '../../workflows/contracts/names.js';
import type { CallState, RunState } from '../../workflows/contracts/runs/run.js';
import { NothingKnown, RunNotFound } from '../errors.js';
import { readRun } from '../runs/explain-run.js';
import { decodePayloads } from '../temporal/internals.js';
import { runsOfIdQuery, undeliveredCallQuery, visibilityPage } from '../temporal/visibility.js';
import { withDeadline } from '../temporal/with-deadline.js';

/** Number of runs of one id that are searched for a call, newest first. */
const RUNS_OF_ID = 20;

/** A call, and its run. */
export interface FoundCall {
  readonly id: string;
  readonly run: string;
  readonly state: RunState;
  /** State of the call; `null` if the run has so many calls that it dropped this one. */
  readonly call: CallState | null;
  /** `null` unless the call ended without its effect and the run kept it. */
  readonly undelivered: UndeliveredCall | null;
}

/**
 * Finds a call of a brand: in its own run; else in the named run; else in the run that lists it as undelivered. Runs
 * list undelivered calls when they wait or close.
 * @throws NothingKnown, NoWorkerAnswered
 */
export async function findCall(client: Client, brand: string, callKey: string, named?: string): Promise<FoundCall> {
  if (named !== undefined && parseRunId(named)?.brand !== brand) throw callUnknown(named);
  const own = await callIn(client, callKey, callRunId(brand, callKey));
  if (own) return own;
  const latest = named === undefined ? null : await callIn(client, callKey, named);
  if (latest) return latest;
  const query = named === undefined ? undeliveredCallQuery(brand, callKey) : runsOfIdQuery(named);
  const { infos } = await visibilityPage(client, query, RUNS_OF_ID);
  for (const { workflowId, runId } of infos) {
    const found = await callIn(client, callKey, workflowId, runId);
    if (found) return found;
  }
  throw callUnknown(named);
}

/** Returns the call from the state of one run; `null` if that run does not know it. */
export async function callIn(client: Client, callKey: string, id: string, runId?: string): Promise<FoundCall | null> {
  const read = await readRun(client, id, runId).catch((error: unknown) => {
    if (error instanceof RunNotFound) return null;
    throw error;
  });
  if (!read?.state) return null;
  const call = read.state.calls.find((one) => one.callKey === callKey) ?? null;
  const undelivered = read.state.undelivered?.find((one) => one.callKey === callKey) ?? null;
  return call || undelivered ? { id, run: read.run, state: read.state, call, undelivered } : null;
}

/** Creates the error for an unknown call, which says where to look. */
export function callUnknown(named: string | undefined): NothingKnown {
  const where =
    named === undefined
      ? 'If its run is open, name it: { "run": "…" }. GET /v1/journeys lists the runs, with their ids.'
      : 'GET /v1/journeys/{id} shows the calls of a run. Leave "run" out to look in all runs that have closed.';
  return new NothingKnown(`No call of this key is found${named === undefined ? '' : ' in that run'}. ${where}`);
}

/** Returns the input of a run from its history; `null` if there is no such workflow. */
export async function firstInput<Input>(client: Client, workflowId: string, runId?: string): Promise<Input | null> {
  const { namespace } = client.options;
  const read = () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: { workflowId, ...(runId && { runId }) },
      maximumPageSize: 1,
    });
  const page = await withDeadline(client.connection, read).catch((error: unknown) => {
    if (error instanceof RunNotFound) return null;
    throw error;
  });
  const { input } = page?.history?.events?.[0]?.workflowExecutionStartedEventAttributes ?? {};
  const [first] = await decodePayloads(client, workflowId, input?.payloads);
  return (first as Input | undefined) ?? null;
}
