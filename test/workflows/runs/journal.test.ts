import { expect, test } from 'vitest';
import { cut, jsonBytes } from '../../../workflows/bounded.js';
import type { JournalKind, JournalLine } from '../../../workflows/contracts/runs/run.js';
import { Journal } from '../../../workflows/runs/journal.js';

const line = (text: string, what: JournalKind = 'heard'): JournalLine => ({ at: '2026-01-01T12:00:00Z', what, text });
const texts = (journal: Journal) => journal.lines().map((one) => one.text);

function fill(journal: Journal, from: number, to: number, what?: JournalKind): void {
  for (let number = from; number < to; number++) journal.add(line(`${number}`, what));
}

test('a short journal is kept whole, in order', () => {
  const journal = new Journal();
  fill(journal, 0, 220);
  expect(texts(journal)).toEqual(Array.from({ length: 220 }, (_, number) => `${number}`));
  expect(journal.dropped).toBe(0);
});

test('of a long journal the first 20 and the last 200 lines are kept, and the others are counted', () => {
  const journal = new Journal();
  fill(journal, 0, 1_000);
  expect(texts(journal)).toHaveLength(220);
  expect(texts(journal).slice(18, 22)).toEqual(['18', '19', '800', '801']);
  expect(journal.dropped).toBe(780);
});

test.each(['called', 'outcome', 'parked', 'resolved'] as const)('lines of what is %s stay', (what) => {
  const journal = new Journal();
  fill(journal, 0, 20);
  journal.add(line('about a call', what));
  fill(journal, 20, 1_000);
  expect(texts(journal)[20]).toBe('about a call');
});

test('of the lines about calls that would fall out, the last 400 are kept', () => {
  const journal = new Journal();
  fill(journal, 0, 1_000, 'outcome');
  expect(texts(journal)).toHaveLength(620);
  expect(texts(journal)[20]).toBe('400');
  expect(journal.dropped).toBe(380);
});

test('the lines beyond the first take 160 kB at most, and the newest stay', () => {
  const journal = new Journal();
  for (let number = 0; number < 2_000; number++) {
    journal.add({ ...line('\u0001'.repeat(1_000), 'outcome'), event: 'e'.repeat(128), call: 'wp_'.padEnd(29, 'x') });
  }
  journal.add(line('the newest'));
  const lines = journal.lines();
  expect(jsonBytes(lines.slice(20))).toBeLessThan(161 * 1024);
  expect(lines.length).toBeGreaterThan(200);
  expect(lines.length + journal.dropped).toBe(2_001);
  expect(lines.at(-1)?.text).toBe('the newest');
});

test('the tail is the newest lines', () => {
  const journal = new Journal();
  fill(journal, 0, 30);
  expect(journal.tail(2).map((one) => one.text)).toEqual(['28', '29']);
});

test.each(['short', 'x'.repeat(5_000), '語'.repeat(5_000), '\u0000'.repeat(5_000), '😀'.repeat(5_000)])(
  'a text is cut to what its JSON may take (%#)',
  (text) => {
    const kept = cut(text, 400);
    expect(jsonBytes(kept)).toBeLessThanOrEqual(400);
    expect(kept === text).toBe(jsonBytes(text) <= 400);
    expect(jsonBytes(kept)).toBeGreaterThan(text.length > 400 ? 200 : 0);
  },
);
