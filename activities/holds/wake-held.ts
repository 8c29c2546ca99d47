import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { HoldWaker } from '../../workflows/contracts/ports.js';

/** Runs signalled per second, so that a release does not flood the destination. */
const EACH_SECOND = 50;

/** Progress of an earlier try of the activity. */
interface Heartbeat {
  readonly cursor: string | null;
}

/**
 * Creates the activity that signals a release to every run that might wait for the hold, page by page. A retry
 * continues at the last page. A run that gets the signal twice only checks twice.
 */
export function createWakeHeld(waker: HoldWaker): Activities['wakeHeld'] {
  return async (brand, released) => {
    const context = Context.current();
    const { heartbeatDetails } = context.info as { readonly heartbeatDetails: Heartbeat | undefined };
    let signalled = 0;
    for (let cursor = heartbeatDetails?.cursor ?? null; ;) {
      const page = await waker.waiting(brand, cursor);
      for (const batch of batches(page.runs)) {
        context.heartbeat({ cursor } satisfies Heartbeat);
        await Promise.all([...batch.map((run) => waker.signal(run, released)), atLeastASecond(context)]);
        signalled += batch.length;
      }
      cursor = page.next;
      if (cursor === null) break;
    }
    context.log.info('signalled the release of a hold', { brand, hold: released.id, runs: signalled });
  };
}

function batches(runs: readonly string[]): (readonly string[])[] {
  const count = Math.ceil(runs.length / EACH_SECOND);
  return Array.from({ length: count }, (_, place) => runs.slice(place * EACH_SECOND, (place + 1) * EACH_SECOND));
}

/** @throws AbortError when the activity is cancelled or its worker stops; the next try continues */
async function atLeastASecond({ cancellationSignal }: Context): Promise<void> {
  await sleep(1_000, null, { signal: cancellationSignal });
}
