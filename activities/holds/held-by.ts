import type { PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { Held } from '../../workflows/contracts/calls/recheck.js';
import { type Hold, isHeldDestination } from '../../workflows/contracts/keepers/hold.js';

/** What of a call a hold can be about. */
export type Holdable = Pick<PreparedCall, 'action' | 'destination' | 'decidedBy'>;

/** The first hold of its brand that makes a call wait; `null` when it may go. */
export function heldBy(holds: readonly Hold[], call: Holdable): Hold | null {
  return holds.find((hold) => isAbout(hold, call)) ?? null;
}

/** The first hold of its brand on a destination itself: what is only asked there waits for that alone. */
export function holdOfDestination(holds: readonly Hold[], destination: string): Hold | null {
  return holds.find((hold) => isHeldDestination(hold, destination)) ?? null;
}

/** Why a held call is not sent. */
export function blockedBy({ id, reason, by, since }: Hold): Held {
  return { kind: 'held', hold: id, reason: `held by ${by} (${id}): ${reason}`, since };
}

function isAbout({ scope, name }: Hold, { action, destination, decidedBy }: Holdable): boolean {
  switch (scope) {
    case 'brand':
      return true;
    case 'destination':
      return name === destination;
    case 'action':
      return name === action;
    case 'rule':
    case 'journey':
      return name === decidedBy;
  }
}
