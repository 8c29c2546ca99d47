import { isCancellation } from '@temporalio/workflow';
import { callbacksQueue } from '../contracts/task-queues.js';
import type { Elsewhere } from './activities.js';

interface AskElsewhere {
  readonly kind: 'elsewhere';
  readonly queue: string;
}

/**
 * Reads as a local activity first, which costs no history; where that can't be done in its short time, as a regular
 * activity that Temporal repeats until `within` milliseconds have passed.
 * @returns null when the time was over without an answer.
 * @throws CancelledFailure when the run exits meanwhile.
 */
export async function hereOrElsewhere<A extends { readonly kind: string }>(
  brand: string,
  within: number,
  here: () => Promise<A>,
  on: (place: Elsewhere) => Promise<A>,
): Promise<Exclude<A, AskElsewhere> | null> {
  const first = await answered(here);
  if (first && !asksElsewhere(first)) return first as Exclude<A, AskElsewhere>;
  const queue = first && asksElsewhere(first) ? first.queue : callbacksQueue(brand);
  const second = await answered(() => on({ queue, within }));
  return second && !asksElsewhere(second) ? (second as Exclude<A, AskElsewhere>) : null;
}

async function answered<A>(read: () => Promise<A>): Promise<A | null> {
  try {
    return await read();
  } catch (error) {
    if (isCancellation(error)) throw error;
    return null;
  }
}

function asksElsewhere(answer: { readonly kind: string }): answer is AskElsewhere {
  return answer.kind === 'elsewhere';
}
