const MINUTE = 60_000;
const MINUTES = 5;

/** Counts what happened in the last five minutes, minute by minute. */
export class Recent {
  readonly #minutes = new Map<number, Map<string, number>>();

  add(what: string, now = Date.now()): void {
    const minute = Math.floor(now / MINUTE);
    const counts = this.#minutes.get(minute) ?? new Map<string, number>();
    this.#minutes.set(minute, counts.set(what, (counts.get(what) ?? 0) + 1));
    this.#forget(minute);
  }

  counts(now = Date.now()): Record<string, number> {
    this.#forget(Math.floor(now / MINUTE));
    const sums: Record<string, number> = {};
    for (const counts of this.#minutes.values()) {
      for (const [what, count] of counts) sums[what] = (sums[what] ?? 0) + count;
    }
    return sums;
  }

  #forget(minute: number): void {
    for (const old of this.#minutes.keys()) {
      if (old <= minute - MINUTES) this.#minutes.delete(old);
    }
  }
}
