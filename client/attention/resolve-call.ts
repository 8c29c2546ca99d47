import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { isCallKey } from '../../workflows/contracts/call-key.js';
import { resolvedMark } from '../../workflows/contracts/search-attributes.js';
import { NothingKnown, ResolvedOtherwise, RunNotFound } from '../errors.js';
import { explainRun } from '../explain-run.js';
import { visibilityPage } from '../visibility-page.js';
import { parkedCallQuery } from '../visibility-query.js';
import type { ResolvedCall, ResolveOrder } from './attention.js';
import { sendResolution } from './send-resolution.js';

/**
 * Resolves one parked call of a brand, wherever it is; the same decision again gets the first answer, also once its run
 * has closed.
 * @throws NothingKnown where no such call is, or lately was, parked; and what `sendResolution` throws
 */
export async function resolveOne(client: Client, { brand, ...resolution }: ResolveOrder): Promise<ResolvedCall> {
  const { callKey } = resolution;
  if (!isCallKey(callKey)) throw notParked();
  const run =
    (await firstRun(client, parkedCallQuery(brand, callKey, true))) ??
    (await firstRun(client, parkedCallQuery(brand, resolvedMark(callKey), false)));
  if (run === null) throw notParked();
  try {
    if (run.status.name === 'RUNNING') return await sendResolution(client, run.workflowId, resolution);
  } catch (error) {
    if (error instanceof NothingKnown) throw notParked();
    if (!(error instanceof RunNotFound)) throw error; // it has closed since it was listed
  }
  const taken = await decidedBefore(client, run, callKey);
  if (taken === null) throw notParked();
  if (taken.decision === resolution.decision) return taken;
  throw new ResolvedOtherwise(`${callKey} was resolved as ${taken.decision} by ${taken.by}`);
}

async function firstRun(client: Client, query: string): Promise<WorkflowExecutionInfo | null> {
  return (await visibilityPage(client, query, 1)).infos[0] ?? null;
}

/** What a closed run says of a decision about a call; `null` where there was none. */
export async function decidedBefore(
  client: Client,
  { workflowId, runId }: { readonly workflowId: string; readonly runId?: string },
  callKey: string,
): Promise<ResolvedCall | null> {
  const { state } = await explainRun(client, workflowId, runId);
  const taken = state?.resolutions.find((resolution) => resolution.callKey === callKey);
  return taken ? { id: workflowId, ...taken } : null;
}

function notParked(): NothingKnown {
  return new NothingKnown('No call of this key is parked here. List what is with GET /v1/attention.');
}
