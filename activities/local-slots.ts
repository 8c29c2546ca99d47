const SLOTS = 8;

/** Counts the local lookups under way for each destination of this process: at most 8 at once. */
export class LocalSlots {
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
