import { expect, it } from 'vitest';
import { maskSecrets } from '../../outbound/answer/mask-secrets.js';
import { measuredApart } from '../support/cost.js';

const SECRETS = [`ab/cd+ef "gh" <i&j> 'k' \\l=`, 'another-secret-of-this-brand'];

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');

it('ten times as much text takes at most twelve times the work, also of the dearest text that is found', async () => {
  const found = await measuredApart('test/outbound/mask-secrets-cost.measure.ts');
  expect(found).toHaveLength(5);
  expect(found.filter(({ growth }) => growth > 12)).toEqual([]);
}, 120_000);

it('of a text whose beginning is kept no more is looked through, however long it is', () => {
  const piece = base64(base64('%25252525\\\\\\\\u0041'.repeat(12)));
  expect(maskSecrets(piece.repeat(40_000), SECRETS, 4_096)).toHaveLength(4_096);
});

it('a text that takes too much work is not kept', () => {
  const level = (text: string): string => base64(text.repeat(40)) + '%25252541';
  expect(maskSecrets(level(level('%25252525')).repeat(2_000).slice(0, 8_000_000), SECRETS)).toBeNull();
});
