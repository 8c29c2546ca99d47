import { clearCallHere, clearCallOn } from './activities.js';
import type { Delivery } from './deliver.js';
import { hereOrElsewhere } from './elsewhere.js';
import { noteLetPass, noteUnanswered } from './let-pass.js';
import { type NextStep, whenBlocked, whenPatienceEnds } from './next-step.js';

/** What is known of a player and of the hours is taken for so long as known. Milliseconds. */
const KNOWN_FOR = 60_000;

/**
 * Asks guards and hours anew before an attempt that comes late. `null`: it may be sent. Holds are asked by each attempt.
 * A guard that can't be asked within the call's patience means that it is not sent.
 */
export async function clear(delivery: Delivery, patience: number): Promise<NextStep | null> {
  const { run, open, call, progress } = delivery;
  const { guards = [], hours } = call;
  if (Date.now() - progress.knownAt <= KNOWN_FOR || (guards.length === 0 && !hours)) return null;
  const cleared = await hereOrElsewhere(
    call.brand,
    Math.max(1, patience - Date.now()),
    () => clearCallHere(call),
    (place) => clearCallOn(place, call),
    noteUnanswered(run, open.step, open.callKey),
  );
  if (cleared.kind === 'clear') {
    progress.knownAt = Date.now();
    noteLetPass(run, open, call);
    return null;
  }
  if (cleared.kind === 'unanswered') return whenPatienceEnds(`not cleared: ${cleared.reason}`, call, progress);
  return whenBlocked(cleared, call, progress);
}
