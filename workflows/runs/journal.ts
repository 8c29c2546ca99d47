import { cut, jsonBytes } from '../bounded.js';
import type { JournalLine } from '../contracts/runs/run.js';

const FIRST_LINES = 20;
const LAST_LINES = 200;
const KEPT_LINES = 400;
const MAX_TEXT_BYTES = 400;
const MAX_BYTES = 160 * 1024;
const KEPT: ReadonlySet<JournalLine['what']> = new Set(['called', 'attempt', 'outcome', 'parked', 'resolved']);

/**
 * The events of a run in order, bounded: the first 20 lines, the last 200, and between them the lines about calls
 * and resolutions (the last 400 of them); beyond the first, 160 kB in all. What falls out is counted.
 */
export class Journal {
  readonly #first: JournalLine[] = [];
  readonly #kept: JournalLine[] = [];
  readonly #last: JournalLine[] = [];
  #bytes = 0;
  dropped = 0;

  add(line: JournalLine): void {
    const bounded = { ...line, text: cut(line.text, MAX_TEXT_BYTES) };
    if (this.#first.length < FIRST_LINES) {
      this.#first.push(bounded);
      return;
    }
    this.#bytes += jsonBytes(bounded);
    this.#keep(bounded);
    while (this.#bytes > MAX_BYTES) {
      const oldest = this.#kept.shift() ?? this.#last.shift();
      if (!oldest) return;
      this.#drop(oldest);
    }
  }

  #keep(line: JournalLine): void {
    this.#last.push(line);
    const oldest = this.#last.length > LAST_LINES ? this.#last.shift() : undefined;
    if (oldest === undefined) return;
    if (!KEPT.has(oldest.what)) {
      this.#drop(oldest);
      return;
    }
    this.#kept.push(oldest);
    const first = this.#kept.length > KEPT_LINES ? this.#kept.shift() : undefined;
    if (first) this.#drop(first);
  }

  #drop(line: JournalLine): void {
    this.#bytes -= jsonBytes(line);
    this.dropped += 1;
  }

  lines(): JournalLine[] {
    return [...this.#first, ...this.#kept, ...this.#last];
  }

  /** The newest lines, for people who look at the run in passing. */
  tail(count: number): JournalLine[] {
    return this.lines().slice(-count);
  }
}
