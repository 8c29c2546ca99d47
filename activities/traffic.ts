import type { HoldReader } from '../workflows/contracts/ports.js';
import { Breakers, type Surroundings } from './breaker.js';
import { LocalSlots } from './local-slots.js';
import { HoldTripper } from './trip-holds.js';

/** What a worker process keeps of its traffic to each destination. */
export class Traffic {
  /** How many local lookups are under way. */
  readonly slots = new LocalSlots();
  /** Which destinations are down. */
  readonly breakers: Breakers;

  /** Holds what is wrongly set up. */
  readonly tripper: HoldTripper;

  constructor(
    surroundings: Surroundings,
    /** What is held. */
    readonly holds: HoldReader,
  ) {
    this.breakers = new Breakers(surroundings);
    this.tripper = new HoldTripper(holds);
  }
}
