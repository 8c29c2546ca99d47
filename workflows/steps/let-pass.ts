import type { PreparedCall } from '../contracts/call.js';
import type { OpenCall } from './calls.js';
import type { Run } from './run.js';

/** Writes into the journal which guards and hours have let a call pass; nothing where none was asked. */
export function noteLetPass(run: Run, open: OpenCall, { guards = [], hours }: PreparedCall): void {
  const zone = hours?.fallback === undefined ? '' : `, ${hours.fallback}`;
  const passed = [
    ...guards.map((guard) => `let pass by the guard ${guard}`),
    ...(hours ? [`within its hours, ${hours.from} to ${hours.until} in ${hours.timeZone}${zone}`] : []),
  ];
  if (passed.length > 0) run.note('cleared', `${open.step}: ${passed.join('; ')}`, { call: open.callKey });
}

/** Writes into the journal why a call can't go yet: the question is asked again until there is an answer. */
export function noteUnanswered(run: Run, open: OpenCall): (reason: string) => void {
  return (reason) => run.note('held', `${open.step} waits for an answer: ${reason}`, { call: open.callKey });
}
