import type { Read } from '../activities.js';
import { waitForRelease } from '../calls/back-off.js';
import { noteUnanswered } from '../calls/recheck.js';
import type { ElsewhereAnswer, Held } from '../contracts/calls/recheck.js';
import type { Run } from '../runs/run.js';
import { localFirst, type Unanswered } from './local-first-read.js';

/** A question of a story or a rule. */
interface Question<A> {
  /** Its name in the journal. */
  readonly step: string;
  /** The patience, in milliseconds. */
  readonly within: number;
  /** True if that time runs on while its destination is held. */
  readonly runsOn: boolean;
  readonly read: Read<A>;
}

/**
 * Reads as `localFirst` does. While the destination is held, waits for the release as calls do, then asks again.
 * @throws CancelledFailure when the run exits meanwhile.
 */
export async function whenReleased<A extends { readonly kind: string }>(
  run: Run,
  { step, within, runsOn, read }: Question<A>,
): Promise<Exclude<A, ElsewhereAnswer | Held> | Unanswered> {
  let ends = Date.now() + within;
  for (let round = 0; ; round++) {
    const left = Math.max(1, ends - Date.now());
    const found = await localFirst(run.input.brand, left, read, noteUnanswered(run, step));
    if (!isHeld(found)) return found as Exclude<A, ElsewhereAnswer | Held> | Unanswered;
    const began = Date.now();
    if (began >= ends) return { kind: 'unanswered', reason: found.reason };
    run.note('held', `${step} waits: ${found.reason}`);
    await waitForRelease({ run, open: null }, found, { step, last: runsOn ? ends : Infinity, round });
    if (!runsOn) ends += Date.now() - began;
  }
}

function isHeld(found: { readonly kind: string }): found is Held {
  return found.kind === 'held';
}
