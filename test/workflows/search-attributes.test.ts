import { expect, it } from 'vitest';
import { fittingKeywords, resolvedMark } from '../../workflows/contracts/search-attributes.js';

/** What Temporal refuses for ever is larger than this. */
const MAX_VALUE_BYTES = 2_048;

it('a list of keywords never grows larger than Temporal takes, and keeps its first ones', () => {
  const marks = Array.from({ length: 60 }, (_, place) => resolvedMark(`wp_${String(place).padStart(26, 'a')}`));
  const fitting = fittingKeywords(marks) ?? [];
  expect(fitting).toEqual(marks.slice(0, 49));
  expect(JSON.stringify(fitting).length).toBeLessThanOrEqual(MAX_VALUE_BYTES);
  expect(JSON.stringify(marks.slice(0, 50)).length).toBeGreaterThan(MAX_VALUE_BYTES);
});

it('a keyword that no store takes is left out, and an empty list is none', () => {
  expect(fittingKeywords(['x'.repeat(256), 'a'])).toEqual(['a']);
  expect(fittingKeywords(['x'.repeat(256)])).toBeNull();
  expect(fittingKeywords([])).toBeNull();
});
