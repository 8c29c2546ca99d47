import type { DestinationReporter, HoldReader } from '../../workflows/contracts/ports.js';
import { HoldTripper } from '../holds/trip-holds.js';
import { Breakers, type Surroundings } from './breaker.js';
import { DestinationsHealth, type ShowDestination } from './health.js';

/** State of a worker process about its traffic to each destination. */
export class Traffic {
  /** Counts the local lookups under way. */
  readonly slots = new LocalSlots();
  /** The breakers, one for each destination. */
  readonly breakers: Breakers;

  /** Sets holds for wrong set-ups. */
  readonly tripper: HoldTripper;
  /** The health of the destinations, for reports. */
  readonly health: DestinationsHealth;

  constructor(
    surroundings: Surroundings,
    /** The holds in force. */
    readonly holds: HoldReader,
    reporter: DestinationReporter,
    show: ShowDestination = () => undefined,
  ) {
    this.breakers = new Breakers(surroundings);
    this.tripper = new HoldTripper(holds);
    this.health = new DestinationsHealth(this.breakers, reporter, show);
  }
}
const SLOTS = 8;

/** Limits the local lookups of this process to 8 at a time for each destination. */
class LocalSlots {
  readonly #taken = new Map<string, number>();

  /** Runs `work` in a slot of that destination. Returns `null` without running it if all slots are taken. */
  async run<T>(destination: string, work: () => Promise<T>): Promise<T | null> {
    const taken = this.#taken.get(destination) ?? 0;
    if (taken >= SLOTS) return null;
    this.#taken.set(destination, taken + 1);
    try {
      return await work();
    } finally {
      this.#release(destination);
    }
  }

  #release(destination: string): void {
    const left = (this.#taken.get(destination) ?? 1) - 1;
    if (left === 0) this.#taken.delete(destination);
    else this.#taken.set(destination, left);
  }
}
