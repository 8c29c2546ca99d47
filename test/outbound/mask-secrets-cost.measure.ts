// Prints how much dearer it is to mask a text that is ten times as long: run by mask-secrets-cost.test.ts.
import fc from 'fast-check';
import { maskSecrets } from '../../outbound/answer/mask-secrets.js';
import { costOf, type Growth, growth, textOf } from '../support/cost.js';

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

const samples = fc.sample(dear, 300).filter((piece) => piece.length > 0);
const known = [base64(base64('%25252525\\\\\\\\u0041'.repeat(12))), `${'A'.repeat(24)}%25252541`, '\\'];
const dearest = [...samples, ...known]
  .map((piece) => ({ piece, work: costOf(mask, textOf(piece, 20_000), 2) }))
  .sort((a, b) => b.work - a.work)
  .slice(0, 5);
const found: Growth[] = dearest.map(({ piece }) => ({
  name: 'mask',
  piece: piece.slice(0, 200),
  growth: growth(mask, piece, SHORT),
}));
console.log(JSON.stringify(found));
