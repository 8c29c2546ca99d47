import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskSecrets } from '../../outbound/answer/mask-secrets.js';
import { costOf, growth, textOf } from '../support/cost.js';

const SECRETS = [`ab/cd+ef "gh" <i&j> 'k' \\l=`, 'another-secret-of-this-brand'];
const SHORT = 100_000;

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
const pieces = [
  '\\\\',
  '\\u005c',
  '%25',
  '%2525252541',
  '&amp;',
  '&#38;',
  '&#x26;amp;',
  '&',
  '%',
  'A',
  'QUFB',
  '"',
  ' ',
];

/** A text that is dear to look through: escapes inside each other, and base64 of them, inside each other. */
const dear = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...pieces, ...SECRETS.map((secret) => secret.slice(0, -1))),
    fc.array(tie('text'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
    fc.tuple(tie('text'), fc.integer({ min: 2, max: 40 })).map(([text, times]) => text.repeat(times).slice(0, 4_000)),
    tie('text').map(base64),
    tie('text').map((text) => encodeURIComponent(text)),
    tie('text').map((text) => JSON.stringify(text)),
  ),
})).text;

const mask = (text: string): unknown => maskSecrets(text, SECRETS);

it('ten times as much text takes at most twelve times the work, also of the dearest text that is found', () => {
  const samples = fc.sample(dear, 300).filter((piece) => piece.length > 0);
  const known = [base64(base64('%25252525\\\\\\\\u0041'.repeat(12))), `${'A'.repeat(24)}%25252541`, '\\'];
  const dearest = [...samples, ...known]
    .map((piece) => ({ piece, work: costOf(mask, textOf(piece, 20_000), 2) }))
    .sort((a, b) => b.work - a.work)
    .slice(0, 5);
  for (const { piece } of dearest) {
    expect(growth(mask, piece, SHORT), piece.slice(0, 200)).toBeLessThanOrEqual(12);
  }
}, 60_000);

it('of a text whose beginning is kept no more is looked through, however long it is', () => {
  const piece = base64(base64('%25252525\\\\\\\\u0041'.repeat(12)));
  expect(maskSecrets(piece.repeat(40_000), SECRETS, 4_096)).toHaveLength(4_096);
});

it('a text that takes too much work is not kept', () => {
  const level = (text: string): string => base64(text.repeat(40)) + '%25252541';
  expect(maskSecrets(level(level('%25252525')).repeat(2_000).slice(0, 8_000_000), SECRETS)).toBeNull();
});
