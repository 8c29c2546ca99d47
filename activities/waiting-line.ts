/** One that has not come back for so long waits elsewhere, or no longer. Milliseconds. */
const OVERDUE = 60_000;

const MAX = 10_000;

/** The calls and questions of one destination that were turned away, or must be tried again, and will come back. */
export class WaitingLine {
  readonly #waiting = new Map<string, { readonly since: number; readonly due: number }>();

  /** `since` in milliseconds since 1970, when it was decided. */
  add(key: string, since: number, comesBackIn: number): void {
    if (this.#waiting.size >= MAX && !this.#waiting.has(key)) return;
    this.#waiting.set(key, { since, due: Date.now() + comesBackIn + OVERDUE });
  }

  remove(key: string): void {
    this.#waiting.delete(key);
  }

  /** Since when the oldest waits; `null` where none does. */
  oldest(): number | null {
    const now = Date.now();
    let oldest: number | null = null;
    for (const [key, { since, due }] of this.#waiting) {
      if (due < now) this.#waiting.delete(key);
      else if (oldest === null || since < oldest) oldest = since;
    }
    return oldest;
  }
}
