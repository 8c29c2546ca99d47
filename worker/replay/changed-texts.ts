import type { Replayed } from './replayer.js';

/** The open runs that a text of `j.changed` concerns. */
export interface ChangedText {
  readonly text: string;
  /** Open runs that keep the old steps. */
  readonly old: number;
  /** Open runs whose histories hold the mark. */
  readonly marked: number;
}

/** Counts, for each text of `j.changed` in a build, the open runs that still need it. */
export class ChangedTexts {
  readonly #counts: Map<string, { old: number; marked: number }>;

  constructor(texts: readonly string[]) {
    this.#counts = new Map(texts.map((text) => [text, { old: 0, marked: 0 }]));
  }

  /** Counts one run: what the new build makes of it, and the marks in its history. */
  add({ story }: Replayed, marks: readonly string[]): void {
    const old = new Set(story.flatMap((line) => (line.kind === 'changed' && !line.answer ? [line.text] : [])));
    for (const [text, count] of this.#counts) {
      if (old.has(text)) count.old += 1;
      // The mark is the text with a prefix, which keeps it apart from other marks.
      if (marks.some((mark) => mark === text || mark.endsWith(`:${text}`))) count.marked += 1;
    }
  }

  list(): ChangedText[] {
    return [...this.#counts].map(([text, count]) => ({ text, ...count }));
  }
}
