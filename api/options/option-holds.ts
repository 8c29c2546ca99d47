import type { Logger } from 'pino';
import type { Destination } from '../../catalogue/destination/definition.js';
import { secretsOf } from '../../catalogue/destination/secret-uses.js';
import type { JourneyClient } from '../../client/journey-client.js';
import { nameProofs } from '../../outbound/auth/name-proofs.js';
import { isHeldDestination } from '../../workflows/contracts/keepers/hold.js';

const MAX_REASON_LENGTH = 300;

/** The holds that option lists respect and set. Never rejects: if Temporal is away, lists are asked anyway. */
export interface OptionHolds {
  /** Describes the hold on a destination; `null` if there is none. */
  heldBy(brand: string, destination: string): Promise<string | null>;
  /** Holds a destination that refuses our credentials or certificate. */
  hold(brand: string, destination: Destination, why: string): Promise<void>;
}

/** For a process without holds, such as the command line. */
export const NO_HOLDS: OptionHolds = { heldBy: () => Promise.resolve(null), hold: () => Promise.resolve() };

/** Creates the holds of brands over a journey client. */
export function createOptionHolds(
  journeys: Pick<JourneyClient, 'holds' | 'holdDestination'>,
  log: Logger,
): OptionHolds {
  return {
    heldBy: async (brand, destination) => {
      const holds = await journeys.holds(brand).catch(() => []);
      const hold = holds.find((one) => isHeldDestination(one, destination));
      return hold ? `held by ${hold.by} (${hold.id}): ${hold.reason}` : null;
    },
    hold: async (brand, destination, why) => {
      const reason = `${why} (${nameProofs(destination, secretsOf(destination))})`.slice(0, MAX_REASON_LENGTH);
      await journeys.holdDestination(brand, destination.name, reason).catch((error: unknown) => {
        log.error({ err: error, brand, destination: destination.name }, 'hold not set');
      });
    },
  };
}
