import { Breakers, type Surroundings } from './breaker.js';
import { LocalSlots } from './local-slots.js';

/** What a worker process keeps of its traffic to each destination. */
export class Traffic {
  /** How many local lookups are under way. */
  readonly slots = new LocalSlots();
  /** Which destinations are down. */
  readonly breakers: Breakers;

  constructor(surroundings: Surroundings) {
    this.breakers = new Breakers(surroundings);
  }
}
