import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '@temporalio/activity';
import type { WaitingRuns } from '../workflows/contracts/ports.js';

const SECOND = 1_000;

/** Progress of an earlier try of the activity. */
interface Heartbeat {
  readonly cursor: string | null;
}

/** The runs to wake, and the signal that wakes them. */
export interface Waking {
  readonly list: (cursor: string | null) => Promise<WaitingRuns>;
  readonly signal: (run: string) => Promise<void>;
  /** Returns the largest number of runs to signal in a second, counted from 0. */
  readonly rate: (second: number) => number;
  /** False ends it before the next second; true by default. */
  readonly goesOn?: () => boolean;
}

/**
 * Signals to the runs that wait, page by page, at a bounded rate. A retry of the activity continues at the last page. A
 * run that gets the signal twice only checks twice. Returns the number of signals.
 * @throws AbortError when the activity is cancelled or its worker stops; the next try continues
 */
export async function wakeRuns(context: Context, { list, signal, rate, goesOn = () => true }: Waking): Promise<number> {
  const { heartbeatDetails } = context.info as { readonly heartbeatDetails: Heartbeat | undefined };
  let signalled = 0;
  let second = 0;
  for (let cursor = heartbeatDetails?.cursor ?? null; ;) {
    const { runs, next } = await list(cursor);
    for (let left = runs; left.length > 0;) {
      if (!goesOn()) return signalled;
      context.heartbeat({ cursor } satisfies Heartbeat);
      const batch = left.slice(0, rate(second++));
      await Promise.all([...batch.map(signal), sleep(SECOND, null, { signal: context.cancellationSignal })]);
      signalled += batch.length;
      left = left.slice(batch.length);
    }
    cursor = next;
    if (cursor === null) return signalled;
  }
}
