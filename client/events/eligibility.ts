import type { Switches } from '../../catalogue/journey/definition.js';
import { percentile } from '../../workflows/contracts/calls/call-key.js';
import type { IncomingEvent } from './decisions.js';
import { NOT_ELIGIBLE } from './reason-codes.js';

/** The reason why a journey or rule does not admit a player. */
export type Barred = { readonly decision: 'not-eligible'; readonly reason: string } | { readonly decision: 'held-out' };

/** Returns why the switches of a journey or rule exclude an event's player; `null` if they don't. */
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
