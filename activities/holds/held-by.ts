import type { Held } from '../../workflows/contracts/calls/recheck.js';
import { covers, type Hold, type Holdable, isHeldDestination } from '../../workflows/contracts/keepers/hold.js';

/** Returns the first of its brand's holds that keeps a call; `null` if the call can go. */
export function heldBy(holds: readonly Hold[], call: Holdable): Hold | null {
  return holds.find((hold) => covers(hold, call)) ?? null;
}

/** Returns the first hold on a destination itself. Only such a hold stops lookups there. */
export function holdOfDestination(holds: readonly Hold[], destination: string): Hold | null {
  return holds.find((hold) => isHeldDestination(hold, destination)) ?? null;
}

/** Converts a hold to the reason why a call is not sent. */
export function blockedBy({ id, reason, by, since }: Hold): Held {
  return { kind: 'held', hold: id, reason: `held by ${by} (${id}): ${reason}`, since };
}
