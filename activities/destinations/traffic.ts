import type { DestinationReporter, HoldReader } from '../../workflows/contracts/ports.js';
import { HoldTripper } from '../holds/trip-holds.js';
import { Breakers, type Surroundings } from './breaker.js';
import { DestinationsHealth } from './health.js';

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
const SLOTS = 8;

/** Counts the local lookups under way for each destination of this process: at most 8 at once. */
class LocalSlots {
  readonly #taken = new Map<string, number>();

  /** Runs `work` in a slot of that destination; answers `null`, without running it, when all are taken. */
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
