import { expect, it } from 'vitest';
import { indentedJson } from '../api/echo/pages.js';
import { measuredApart } from './support/cost.js';

it('what others write takes work in proportion to its length, also the worst that is found', async () => {
  const found = await measuredApart('test/cost-of-texts.measure.ts');
  expect(found.length).toBeGreaterThan(20);
  // Work in proportion gives 10, and up to 25 where the long text fills the heap; work that grows by the square gives 100.
  expect(found.filter(({ growth }) => growth > 35)).toEqual([]);
}, 120_000);

it('a body that would take a page of spaces to indent is shown as it came', () => {
  for (const [open, item, close] of [
    ['[', '', ']'],
    ['[', '1,'.repeat(8_000), '1]'],
  ] as const) {
    const depth = item === '' ? 8_000 : 60;
    const text = open.repeat(depth) + item + close + ']'.repeat(depth - 1);
    const request = { number: 1, at: '', method: 'POST', path: '/', query: '', headers: [], size: text.length };
    expect(indentedJson({ ...request, body: Buffer.from(text) }, text)?.length ?? 0).toBeLessThan(1_500_000);
  }
});
