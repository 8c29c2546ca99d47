import type { Switches } from '../../catalogue/journey/definition.js';
import { percentile } from '../../workflows/contracts/calls/call-key.js';
import type { IncomingEvent } from './decisions.js';
import { NOT_ELIGIBLE } from './reason-codes.js';

/** Why a journey or rule does not take a player in. */
export type Barred = { readonly decision: 'not-eligible'; readonly reason: string } | { readonly decision: 'held-out' };

/** What the switches of a journey or rule hold against an event's player; `null` for nothing. */
export function ineligibleBecause(switches: Switches, name: string, event: IncomingEvent): Barred | null {
  const { enabled, from, until, holdout } = switches;
  if (!enabled) return notEligible(NOT_ELIGIBLE.notEnabled);
  if (from !== null && Date.now() < Date.parse(from)) return notEligible(`starts on ${from}`);
  if (until !== null && Date.now() >= Date.parse(until)) return notEligible(`ended on ${until}`);
  return percentile(event.brand, name, event.playerId) < holdout ? { decision: 'held-out' } : null;
}

function notEligible(reason: string): Barred {
  return { decision: 'not-eligible', reason };
}
