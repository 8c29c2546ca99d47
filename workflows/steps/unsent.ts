import type { OpenCall } from './calls.js';
import { type Settled, settledByPerson } from './next-step.js';
import { park, type ParkingReason } from './park.js';
import type { Run } from './run.js';

/** How a call ended of which nothing was sent. */
export function unsent(outcome: 'refused' | 'suppressed', reason: string): Settled {
  return { outcome, reason, answer: null, counts: false };
}

/** Asks a person about a call that has not come to its delivery. `null`: it is tried again. */
export async function parkUndelivered(
  run: Run,
  open: OpenCall,
  why: Omit<ParkingReason, 'setUp'>,
): Promise<Settled | null> {
  const resolution = await park(run, open, { ...why, setUp: false });
  return resolution.decision === 'retry' ? null : settledByPerson(resolution);
}
