import type { PreparedCall } from '../contracts/call.js';
import { waitsForDestination } from '../contracts/hold.js';
import type { OpenCall } from './calls.js';
import type { OnUnanswered } from './elsewhere.js';
import type { Run } from './run.js';

/** Writes into the journal which guards and hours have let a call pass, and what could not be checked; else nothing. */
export function noteLetPass(run: Run, open: OpenCall, { guards = [], hours, unchecked = [] }: PreparedCall): void {
  const zone = hours?.fallback === undefined ? '' : `, ${hours.fallback}`;
  const passed = [
    ...guards.map((guard) => `let pass by the guard ${guard}`),
    ...(hours ? [`within its hours, ${hours.from} to ${hours.until} in ${hours.timeZone}${zone}`] : []),
    ...unchecked,
  ];
  if (passed.length > 0) run.note('cleared', `${open.step}: ${passed.join('; ')}`, { call: open.callKey });
}

/**
 * Writes into the journal why a step can't go on yet: the question is asked again until there is an answer. While its
 * destination does not answer, the run shows that it waits for it.
 */
export function noteUnanswered(run: Run, step: string, call?: string): OnUnanswered {
  return (reason, destination) => {
    run.note('held', `${step} waits for an answer: ${reason}`, call === undefined ? {} : { call });
    if (destination === undefined) return () => undefined;
    const waiting = { on: waitsForDestination(destination), until: null };
    run.waiting.add(waiting);
    run.publish();
    return () => run.waiting.delete(waiting);
  };
}
