import type { PreparedCall } from '../contracts/call.js';
import type { OpenCall } from './calls.js';
import { type Settled, settledByPerson } from './next-step.js';
import { park } from './park.js';
import type { Run } from './run.js';

/** How a call ended of which nothing was sent. */
export function unsent(outcome: 'refused' | 'suppressed', reason: string): Settled {
  return { outcome, reason, answer: null, counts: false };
}

/** Asks a person about a call that was surely not sent. `null`: it is tried again. */
export async function parkUnsent(
  run: Run,
  open: OpenCall,
  reason: string,
  call: PreparedCall | null,
): Promise<Settled | null> {
  const resolution = await park(run, open, { reason, maybeSent: false, call, setUp: false });
  return resolution.decision === 'retry' ? null : settledByPerson(resolution);
}
