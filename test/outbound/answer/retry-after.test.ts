import { expect, it } from 'vitest';
import { retryAfter } from '../../../outbound/answer/retry-after.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');

it.each([
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5_000],
  ['3600', 3_600_000],
  ['86400', 3_600_000],
  ['86401', null],
  ['315360000', null],
  ['9'.repeat(400), null],
  ['Sun, 01 Mar 2026 12:00:30 GMT', 30_000],
  ['Sunday, 01-Mar-26 12:00:30 GMT', 30_000],
  ['Mon, 02 Mar 2026 12:00:00 GMT', 3_600_000],
  ['Sun, 01 Mar 2026 11:59:59 GMT', null],
  ['Sun, 01 Mar 2036 12:00:00 GMT', null],
  ['-5', null],
  ['1.5', null],
  ['1e3', null],
  ['', null],
  ['soon', null],
  ['Sun, 99 Mar 2026', null],
  ['2026-03-01T12:00:30Z', null],
  [undefined, null],
])('Retry-After: %s asks for %s ms', (header, expected) => {
  expect(retryAfter(header, NOW)).toBe(expected);
});
