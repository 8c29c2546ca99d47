import { isCancellation, TemporalFailure } from '@temporalio/workflow';
import type { Read } from '../activities.js';
import type { ElsewhereAnswer } from '../contracts/calls/recheck.js';
import { callbacksQueue } from '../contracts/names.js';
import { rootCause } from '../runs/before-close.js';

/** No answer came in time; `reason` is what the last try met. */
export interface Unanswered {
  readonly kind: 'unanswered';
  readonly reason: string;
}

/** Hears that there was no answer at first, why, and from which destination; what it returns ends that. */
export type OnUnanswered = (reason: string, destination?: string) => () => void;

/**
 * Reads as a local activity first, which costs no history; where that can't be done in its short time, as a regular
 * activity that Temporal repeats until `within` milliseconds have passed. `unanswered` hears of the second case.
 * @throws CancelledFailure when the run exits meanwhile.
 */
export async function localFirst<A extends { readonly kind: string }>(
  brand: string,
  within: number,
  read: Read<A>,
  unanswered: OnUnanswered,
): Promise<Exclude<A, ElsewhereAnswer> | Unanswered> {
  let first: A | Unanswered;
  try {
    first = await read(null);
  } catch (error) {
    first = unansweredBy(error);
  }
  if (!asksElsewhere(first) && !isUnanswered(first)) return first as Exclude<A, ElsewhereAnswer>;
  const [queue, destination] = asksElsewhere(first) ? [first.queue, first.destination] : [callbacksQueue(brand)];
  const answered = unanswered(first.reason, destination);
  try {
    const second = await unlessUnanswered(() => read({ queue, within }));
    if (asksElsewhere(second)) return { kind: 'unanswered', reason: `it was sent on to ${second.queue} twice` };
    return second as Exclude<A, ElsewhereAnswer> | Unanswered;
  } finally {
    answered();
  }
}

/** Returns the activity's answer, or `unanswered` once it has failed. */
export async function unlessUnanswered<A>(read: () => Promise<A>): Promise<A | Unanswered> {
  try {
    return await read();
  } catch (error) {
    return unansweredBy(error);
  }
}

function unansweredBy(error: unknown): Unanswered {
  if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
  return { kind: 'unanswered', reason: rootCause(error) };
}

function asksElsewhere(answer: { readonly kind: string }): answer is ElsewhereAnswer {
  return answer.kind === 'elsewhere';
}

function isUnanswered(answer: { readonly kind: string }): answer is Unanswered {
  return answer.kind === 'unanswered';
}
