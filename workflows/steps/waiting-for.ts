import { isForHold } from '../contracts/hold.js';

/** What a run waits for, by name; but a hold comes first, since by that are found the runs that wait for one. */
export function inOrder(waitingFor: ReadonlySet<string>): string[] {
  const sorted = [...waitingFor].sort();
  return [...sorted.filter(isForHold), ...sorted.filter((on) => !isForHold(on))];
}
