import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Hold, HoldsIndexMemo, HoldsMemo } from '../../workflows/contracts/keepers/hold.js';
import { holdsChanged } from '../../workflows/contracts/messages.js';
import { HOLDS_INDEX_ID, LIMITS_QUEUE } from '../../workflows/contracts/names.js';
import { descriptionOf } from '../temporal/described-run.js';
import { OPEN_HOLDS_QUERY, visibilityPage } from '../temporal/visibility.js';
import { withDeadline } from '../temporal/with-deadline.js';

const PAGE = 200;

type Index = (memo: HoldsIndexMemo) => Promise<void>;

/** Returns the index of holds; `null` if none is open. Needs no worker. @throws TemporalUnavailable */
export async function readHoldsIndex(client: Client, within: number): Promise<HoldsIndexMemo | null> {
  const found = await withDeadline(client.connection, () => descriptionOf(client, HOLDS_INDEX_ID), within);
  // One that was paused in Temporal counts nothing, so it can't be relied on.
  return found?.status.name === 'RUNNING' ? (found.memo as unknown as HoldsIndexMemo) : null;
}

/** Starts the index of holds, unless it is open. @throws TemporalUnavailable */
export async function startHoldsIndex(client: Client, within: number): Promise<void> {
  const start = () => client.workflow.start<Index>('holdsIndex', startOptions()).catch(unlessOpen);
  await withDeadline(client.connection, start, within);
}

/** Tells every process that a brand's holds may have changed. Told again, they read once more. @throws TemporalUnavailable */
export async function tellHoldsChanged(client: Client, brand: string, within?: number): Promise<void> {
  const signal = { signal: holdsChanged, signalArgs: [{ brand }] as [{ brand: string }] };
  const tell = () =>
    client.workflow.signalWithStart<Index, [{ brand: string }]>('holdsIndex', { ...startOptions(), ...signal });
  await withDeadline(client.connection, tell, within);
}

/** Lists what visibility shows of all brands' holds, by the id of their keeper. @throws TemporalUnavailable */
export async function listHolds(client: Client): Promise<Map<string, readonly Hold[]>> {
  const all = new Map<string, readonly Hold[]>();
  for (let token: Uint8Array | null = null; ;) {
    const page = await visibilityPage(client, OPEN_HOLDS_QUERY, PAGE, token);
    for (const { workflowId, memo } of page.infos)
      all.set(workflowId, (memo as Partial<HoldsMemo> | undefined)?.holds ?? []);
    token = page.token;
    if (token === null) return all;
  }
}

function startOptions() {
  const memo: HoldsIndexMemo = { since: new Date().toISOString(), versions: {} };
  return {
    workflowId: HOLDS_INDEX_ID,
    taskQueue: LIMITS_QUEUE,
    args: [memo] as [HoldsIndexMemo],
    memo: { ...memo },
    staticSummary: 'Which brands have changed their holds',
  };
}

function unlessOpen(error: unknown): void {
  if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
}
