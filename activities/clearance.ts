import { outsideHours } from '../catalogue/allowed-hours.js';
import type { PreparedCall } from '../workflows/contracts/call.js';
import type { Blocked } from '../workflows/contracts/clearance.js';
import { askGuards } from './ask-guards.js';
import type { Asking } from './ask-destination.js';
import type { Unasked } from './ask-lookup.js';

/** Whether a prepared call may be sent now; `unanswered` when that can't be asked. */
export type AskedClearance =
  { readonly kind: 'clear' } | Blocked | (Omit<Unasked, 'kind'> & { readonly kind: 'unanswered' });

/** Asks guards and allowed hours about a prepared call. @throws NotInCatalogue */
export async function clearanceOf(call: PreparedCall, asking: Asking, now: number): Promise<AskedClearance> {
  const stopped = await askGuards(call, asking);
  if (stopped?.kind === 'suppressed' || stopped?.kind === 'held') return stopped;
  if (stopped !== null) return { ...stopped, kind: 'unanswered' };
  return (call.hours === undefined ? null : outsideHours(call.hours, now)) ?? { kind: 'clear' };
}
