import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { AnyBulkOrder, BulkAnswer, BulkCall } from '../../workflows/contracts/keepers/bulk.js';
import type { BulkResolver } from '../../workflows/contracts/ports.js';

/** So many runs are asked at the same time, however high the rate. */
const AT_ONCE = 50;

/** How far an earlier try of the activity has come. */
interface Heartbeat {
  readonly answers: readonly BulkAnswer[];
}

/**
 * The activity that resolves parked calls, or does calls again, at the order's rate. A try that broke off is taken up where it was; a call
 * that is resolved twice gets the first answer.
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

/** Run by run side by side; the calls of one run in turn, since a run takes few updates at a time. */
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
        // Where nobody answers for one call of a run, nobody answers for the others.
        last = last?.kind === 'unanswered' ? last : await resolver.resolve(order, call);
        answers.set(call, last);
        beat();
      }
    }),
  );
  return batch.flatMap((call) => answers.get(call) ?? []);
}
