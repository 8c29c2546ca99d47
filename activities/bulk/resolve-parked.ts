import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { AnyBulkOrder, BulkAnswer, BulkCall } from '../../workflows/contracts/keepers/bulk.js';
import type { BulkResolver } from '../../workflows/contracts/ports.js';

/** Largest number of runs that are asked at the same time, at any rate. */
const AT_ONCE = 50;

/** Progress of an earlier try of the activity. */
interface Heartbeat {
  readonly answers: readonly BulkAnswer[];
}

/**
 * Creates the activity that resolves parked calls, or redoes calls, at the order's rate. A retry continues at the page
 * where the last try stopped. A call that is resolved twice gets the first answer.
 */
export function createResolveParked(resolver: BulkResolver): Activities['resolveParked'] {
  return async (order, calls) => {
    const context = Context.current();
    const { heartbeatDetails } = context.info as { readonly heartbeatDetails: Heartbeat | undefined };
    const answers = [...(heartbeatDetails?.answers ?? [])];
    const size = Math.min(order.perSecond, AT_ONCE);
    const beat = (): void => context.heartbeat({ answers } satisfies Heartbeat);
    while (answers.length < calls.length) {
      const batch = calls.slice(answers.length, answers.length + size);
      const time = (batch.length / order.perSecond) * 1_000;
      const [answered] = await Promise.all([
        resolveBatch(resolver, order, batch, beat),
        sleep(time, null, { signal: context.cancellationSignal }),
      ]);
      answers.push(...answered);
      beat();
    }
    return answers;
  };
}

/** Resolves runs in parallel, and the calls of one run in sequence, because a run takes few updates at a time. */
async function resolveBatch(
  resolver: BulkResolver,
  order: AnyBulkOrder,
  batch: readonly BulkCall[],
  beat: () => void,
): Promise<BulkAnswer[]> {
  const answers = new Map<BulkCall, BulkAnswer>();
  const runs = [...new Set(batch.map(({ run }) => run))];
  await Promise.all(
    runs.map(async (run) => {
      let last = null as BulkAnswer | null;
      for (const call of batch.filter((one) => one.run === run)) {
        // If no worker answers for one call of a run, none answers for its other calls.
        last = last?.kind === 'unanswered' ? last : await resolver.resolve(order, call);
        answers.set(call, last);
        beat();
      }
    }),
  );
  return batch.flatMap((call) => answers.get(call) ?? []);
}
