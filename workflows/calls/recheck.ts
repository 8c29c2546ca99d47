import { recheckCall } from '../activities.js';
import type { PreparedCall } from '../contracts/calls/call.js';
import { waitsForDestination } from '../contracts/keepers/hold.js';
import { localFirst, type OnUnanswered } from '../reads/local-first-read.js';
import type { Run } from '../runs/run.js';
import type { Delivery } from './delivery.js';
import { type NextStep, whenBlocked, whenPatienceEnds } from './next-step.js';
import type { OpenCall } from './open-calls.js';

/** The age up to which the answers of guards and hours are trusted. Milliseconds. */
const ANSWER_FRESH_MS = 60_000;

/** True if guards or hours must be asked again before an attempt, since their answers are old. */
export function isStale({ call: { guards = [], hours }, progress }: Delivery): boolean {
  return Date.now() - progress.knownAt > ANSWER_FRESH_MS && (guards.length > 0 || hours !== undefined);
}

/**
 * Asks guards and hours again before a late attempt. `null`: it may be sent. Each attempt asks the holds itself.
 * A guard that can't be asked within the call's patience means that it is not sent.
 */
export async function recheck(delivery: Delivery, patience: number): Promise<NextStep | null> {
  const { run, open, call, progress } = delivery;
  const cleared = await localFirst(
    call.brand,
    Math.max(1, patience - Date.now()),
    recheckCall(call),
    noteUnanswered(run, open.step, open.callKey),
  );
  if (cleared.kind === 'clear') {
    progress.knownAt = Date.now();
    noteGuardsPassed(run, open, call);
    return null;
  }
  if (cleared.kind === 'unanswered')
    return whenPatienceEnds(`guards gave no answer: ${cleared.reason}`, call, progress);
  return whenBlocked(cleared, call, progress);
}

/** Writes into the journal which guards and hours have let a call pass, and what could not be checked; else nothing. */
export function noteGuardsPassed(run: Run, open: OpenCall, { guards = [], hours, unchecked = [] }: PreparedCall): void {
  const zone = hours?.fallback === undefined ? '' : `, ${hours.fallback}`;
  const passed = [
    ...(guards.length > 0 ? [`guards passed: ${guards.join(', ')}`] : []),
    ...(hours ? [`within its hours, ${hours.from} to ${hours.until} in ${hours.timeZone}${zone}`] : []),
    ...unchecked,
  ];
  if (passed.length > 0) run.note('guards-passed', `${open.step}: ${passed.join('; ')}`, { call: open.callKey });
}

/**
 * Writes into the journal why a step can't go on yet: the question is asked again until there is an answer. While its
 * destination does not answer, the run shows that it waits for it.
 */
export function noteUnanswered(run: Run, step: string, call?: string): OnUnanswered {
  return (reason, destination) => {
    run.note('waiting-answer', `${step} waits for an answer: ${reason}`, call === undefined ? {} : { call });
    if (destination === undefined) return () => undefined;
    const waiting = { on: waitsForDestination(destination), until: null };
    run.waiting.add(waiting);
    run.publish();
    return () => run.waiting.delete(waiting);
  };
}
