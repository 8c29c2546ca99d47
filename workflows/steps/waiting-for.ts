import { A_HOLD } from '../contracts/hold.js';

/** What a run waits for, by name; but a hold comes first, since by that are found the runs that wait for one. */
export function inOrder(waitingFor: ReadonlySet<string>): string[] {
  const others = [...waitingFor].filter((on) => on !== A_HOLD).sort();
  return waitingFor.has(A_HOLD) ? [A_HOLD, ...others] : others;
}
