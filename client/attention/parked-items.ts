import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { Hold } from '../../workflows/contracts/keepers/hold.js';
import type { ParkedSummary, RunMemo } from '../../workflows/contracts/runs/run.js';
import { runsQuery, visibilityPage } from '../temporal/visibility.js';
import type { AttentionItem } from './attention.js';
import { automaticHolds, goesWithHold, waitsForHold } from './hold-items.js';
import { type AskedPage, type ListedRun, runItem, type SourcePage } from './item.js';

/**
 * Returns the open runs that need a person, from their memos: an item for each parked call, and one for other reasons.
 * Leaves out calls that continue by themselves when an automatic hold is released, unless the filter names their kind.
 */
export async function parkedItems(client: Client, { filter, token, limit }: AskedPage): Promise<SourcePage> {
  const { brand, playerId, journey, kind } = filter;
  const query = runsQuery({ brand, attention: true, ...(playerId && { playerId }), ...(journey && { journey }) });
  const [page, holds] = await Promise.all([
    visibilityPage(client, query, limit, token),
    kind === undefined ? automaticHolds(client, brand) : [],
  ]);
  return { items: page.infos.flatMap((info) => itemsOf(info, holds)), token: page.token, notes: [] };
}

/** Returns the parked calls in the memo of a listed run. */
export function parkedIn({ memo }: Pick<WorkflowExecutionInfo, 'memo'>): readonly ParkedSummary[] {
  return memoOf(memo).parked ?? [];
}

/** Returns the other reasons for attention in the memo of a listed run. */
export function attentionIn({ memo }: Pick<WorkflowExecutionInfo, 'memo'>): readonly string[] {
  return memoOf(memo).attention ?? [];
}

function itemsOf(info: WorkflowExecutionInfo, holds: readonly Hold[]): AttentionItem[] {
  const parked = parkedIn(info);
  const calls = parked.filter((call) => !waitsForHold(holds, call)).map((call) => callItem(info, call));
  const reason = otherReasons(memoOf(info.memo), parked.length);
  return reason === null ? calls : [...calls, runItem(info, 'run', reason, null)];
}

/** Creates the item of one parked call of a listed run. */
export function callItem(info: ListedRun, call: ParkedSummary): AttentionItem {
  const { callKey, playerId, effect, value, attempts, maybeSent, decisions, acknowledge } = call;
  return {
    ...runItem(info, 'parked-call', call.reason, call.since),
    destination: call.destination ?? null,
    action: call.action,
    call: {
      callKey,
      playerId: playerId ?? null,
      effect: effect ?? null,
      value: value ?? null,
      attempts: attempts ?? null,
      maybeSent: maybeSent ?? null,
      decisions: decisions ?? null,
      acknowledge: acknowledge ?? null,
      setUp: goesWithHold(call),
    },
  };
}

/** Returns why a run needs a person beside its parked calls. Memos of older runs say less. */
function otherReasons({ attention, full }: Partial<RunMemo>, parked: number): string | null {
  if (attention !== undefined && attention.length > 0) return attention.join('; ');
  if (full === true) return 'full';
  return parked > 0 ? null : 'its journal tells why';
}

// The run itself writes this memo.
function memoOf(memo: WorkflowExecutionInfo['memo']): Partial<RunMemo> {
  return memo ?? {};
}
