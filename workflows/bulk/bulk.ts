import {
  ActivityCancellationType,
  makeContinueAsNewFunc,
  proxyActivities,
  setCurrentDetails,
  sleep,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../contracts/activities.js';
import type { BulkMemo, BulkProgress, BulkState } from '../contracts/keepers/bulk.js';
import { BulkTally } from './tally.js';

/** So many calls are given to one activity. */
const BATCH = 200;

/** A call that visibility still shows a moment after it was resolved would be asked about again, for nothing. */
const VISIBLE_AFTER = '3 seconds';

const RETRY = { initialInterval: '1 second', maximumInterval: '30 seconds' } as const;

const { findParked } = proxyActivities<Pick<Activities, 'findParked'>>({
  startToCloseTimeout: '30 seconds',
  retry: RETRY,
  summary: 'list the calls that fit',
});

const { resolveParked } = proxyActivities<Pick<Activities, 'resolveParked'>>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '10 seconds',
  retry: RETRY,
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/**
 * Carries out one decision about every parked call that fits a filter, or does every undelivered call again that fits,
 * at a bounded rate: reads all pages, and again until nothing more is found, since of a run with very many parked calls
 * only some are listed at a time. Calls that are parked, or end, after the order was given are not meant. What it has
 * done stands in its memo.
 */
export async function bulk(state: BulkState): Promise<BulkProgress> {
  const { order } = state;
  const at = state.at ?? now();
  const tally = new BulkTally(state, now());
  let { cursor } = state;
  for (let over = false; !over;) {
    if (workflowInfo().continueAsNewSuggested) {
      const memo = { order, progress: tally.progress } satisfies BulkMemo;
      return makeContinueAsNewFunc<typeof bulk>({ memo })({ ...memo, at, cursor, ...tally.carried });
    }
    const { calls, next } = await findParked(order, at, cursor);
    for (let rest = tally.notRefused(calls); rest.length > 0 && tally.stopped === null; rest = rest.slice(BATCH)) {
      const batch = rest.slice(0, BATCH);
      tally.add(batch, await resolveParked(order, batch));
      publish(tally.progress);
    }
    cursor = next;
    over = tally.stopped !== null || (cursor === null && !tally.goesOn);
    if (over || cursor !== null) continue;
    await sleep(VISIBLE_AFTER, { summary: 'then look whether any are left' });
    tally.beginPass(now());
  }
  tally.finish(now());
  publish(tally.progress);
  return tally.progress;
}

function now(): string {
  return new Date().toISOString();
}

function publish(progress: BulkProgress): void {
  upsertMemo({ progress });
  const { found, done, gone, failed, failures, finished, stopped } = progress;
  const how = stopped ?? (finished === null ? 'under way' : `finished at ${finished}`);
  setCurrentDetails(
    [
      `**${how}**: ${found} found, ${done} done, ${gone} resolved by others, ${failed} failed`,
      ...failures.map(({ callKey, reason }) => `- \`${callKey}\`: ${reason}`),
    ].join('\n'),
  );
}
