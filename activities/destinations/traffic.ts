import type { DestinationReporter, HoldReader } from '../../workflows/contracts/ports.js';
import { HoldTripper } from '../holds/trip-holds.js';
import { Breakers, type Surroundings } from './breaker.js';
import { DestinationsHealth, type ShowDestination } from './health.js';

/** State of a worker process about its traffic to each destination. */
export class Traffic {
  /** The local lookups under way: 8 for each destination. */
  readonly slots = new Slots(8, Infinity);
  /**
   * The direct attempts under way. The worker of the journeys has 100 slots for activities: one slow destination takes
   * at most 8 of them, and all together leave 36.
   */
  readonly direct = new Slots(8, 64);
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

/** Limits what is under way in this process at a time: for each destination, and in all. */
class Slots {
  readonly #taken = new Map<string, number>();
  #inAll = 0;

  constructor(
    private readonly each: number,
    private readonly all: number,
  ) {}

  /** Returns true if a slot of that destination is free. */
  hasRoom(brand: string, destination: string): boolean {
    return this.#inAll < this.all && this.#takenOf(keyOf(brand, destination)) < this.each;
  }

  /** Runs `work` in a slot of that destination. Returns `null` without running it if none is free. */
  async run<T>(brand: string, destination: string, work: () => Promise<T>): Promise<T | null> {
    if (!this.hasRoom(brand, destination)) return null;
    const key = keyOf(brand, destination);
    this.#inAll += 1;
    this.#taken.set(key, this.#takenOf(key) + 1);
    try {
      return await work();
    } finally {
      this.#release(key);
    }
  }

  #takenOf(key: string): number {
    return this.#taken.get(key) ?? 0;
  }

  #release(key: string): void {
    this.#inAll -= 1;
    const left = this.#takenOf(key) - 1;
    if (left === 0) this.#taken.delete(key);
    else this.#taken.set(key, left);
  }
}

function keyOf(brand: string, destination: string): string {
  return `${brand}:${destination}`;
}
