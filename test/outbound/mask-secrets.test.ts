import { expect, it } from 'vitest';
import { maskSecrets } from '../../outbound/mask-secrets.js';

const SECRET = 'ab/cd+ef "gh"';

it.each([
  ['as it is', SECRET],
  ['in JSON', JSON.stringify({ SECRET })],
  ['in JSON that escapes slashes', JSON.stringify({ SECRET }).replaceAll('/', '\\/')],
  ['in a URL', `https://x/?k=${encodeURIComponent(SECRET)}`],
  ['in a form', new URLSearchParams({ k: SECRET }).toString()],
])('a secret is masked %s, wherever it stands', (_, text) => {
  const masked = maskSecrets(`${text} ${text}`, [SECRET]);
  expect(masked.match(/\*\*\*/g)).toHaveLength(2);
  expect(masked).not.toMatch(/ab.{1,3}cd/);
});

it('a secret that holds another is masked whole', () => {
  expect(maskSecrets('long-secret-and-more', ['long-secret', 'long-secret-and-more'])).toBe('***');
});

it('a text without the secret, and a secret as short as a word, stay', () => {
  expect(maskSecrets('the amount is 1234567', ['1234567', 'not-in-it'])).toBe('the amount is 1234567');
});
