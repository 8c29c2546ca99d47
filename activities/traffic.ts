import type { DestinationReporter, HoldReader } from '../workflows/contracts/ports.js';
import { Breakers, type Surroundings } from './breaker.js';
import { DestinationsHealth } from './destination-health.js';
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
  /** How they do, for whoever looks. */
  readonly health: DestinationsHealth;

  constructor(
    surroundings: Surroundings,
    /** What is held. */
    readonly holds: HoldReader,
    reporter: DestinationReporter,
  ) {
    this.breakers = new Breakers(surroundings);
    this.tripper = new HoldTripper(holds);
    this.health = new DestinationsHealth(this.breakers, reporter);
  }
}
