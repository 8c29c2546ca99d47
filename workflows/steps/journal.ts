import type { JournalKind, JournalLine } from '../contracts/run.js';

const FIRST_LINES = 20;
const LAST_LINES = 200;
const KEPT_LINES = 400;
const MAX_TEXT = 400;
const KEPT: ReadonlySet<JournalKind> = new Set(['called', 'outcome', 'parked', 'resolved']);

/**
 * What happened in a run, in order, bounded: the first 20 lines, the last 200, and between them the lines about calls
 * and resolutions (the last 400 of them). What falls out is counted.
 */
export class Journal {
  readonly #first: JournalLine[] = [];
  readonly #kept: JournalLine[] = [];
  readonly #last: JournalLine[] = [];
  dropped = 0;

  add(line: JournalLine): void {
    const bounded = line.text.length > MAX_TEXT ? { ...line, text: `${line.text.slice(0, MAX_TEXT)}…` } : line;
    if (this.#first.length < FIRST_LINES) {
      this.#first.push(bounded);
      return;
    }
    this.#last.push(bounded);
    const oldest = this.#last.length > LAST_LINES ? this.#last.shift() : undefined;
    if (oldest === undefined) return;
    if (!KEPT.has(oldest.what)) {
      this.dropped += 1;
      return;
    }
    this.#kept.push(oldest);
    if (this.#kept.length > KEPT_LINES) {
      this.#kept.shift();
      this.dropped += 1;
    }
  }

  lines(): JournalLine[] {
    return [...this.#first, ...this.#kept, ...this.#last];
  }

  /** The newest lines, for people who look at the run in passing. */
  tail(count: number): JournalLine[] {
    return this.lines().slice(-count);
  }
}
