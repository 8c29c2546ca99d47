import type { Hold } from '../../workflows/contracts/keepers/hold.js';
import type { HoldReader } from '../../workflows/contracts/ports.js';

/** Holds without a server: all that a test sets, or the activities trip. */
export class InMemoryHolds implements HoldReader {
  readonly #held = new Map<string, Hold[]>();

  current(brand: string): readonly Hold[] {
    return this.#held.get(brand) ?? [];
  }

  async trip(brand: string, hold: Hold): Promise<void> {
    if (this.current(brand).some(({ id }) => id === hold.id)) return;
    this.#held.set(brand, [...this.current(brand), hold]);
  }

  /** Takes all holds of a brand away. */
  release(brand: string): void {
    this.#held.delete(brand);
  }
}

/** A hold that a person has set. */
export function holdOf(scope: Hold['scope'], name: string, change: Partial<Hold> = {}): Hold {
  const since = '2026-03-01T12:00:00.000Z';
  return { id: `${scope}:${name}`, scope, name, reason: 'maintenance', by: 'ops', since, ...change };
}
