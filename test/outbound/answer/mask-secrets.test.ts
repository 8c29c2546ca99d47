import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../../outbound/answer/mask-secrets.js';

const SECRET = `ab/cd+ef "gh" <i&j> 'k' \\l=`;

/** As .NET writes it. */
const json = (value: unknown): string =>
  JSON.stringify(value).replace(/[+<>&'=]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

it.each([
  ['as it is', SECRET],
  ['in JSON', JSON.stringify({ SECRET })],
  ['in JSON that escapes slashes', JSON.stringify({ SECRET }).replaceAll('/', '\\/')],
  ['in JSON that escapes what HTML means something by', json({ SECRET })],
  ['in JSON in JSON', JSON.stringify({ text: json({ SECRET }) })],
  ['in a URL', `https://x/?k=${encodeURIComponent(SECRET)}`],
  ['in a URL, in lower case', `https://x/?k=${encodeURIComponent(SECRET).toLowerCase()}`],
  ['in a URL in a URL', `https://x/?next=${encodeURIComponent(`/?k=${encodeURIComponent(SECRET)}`)}`],
  ['in a form', new URLSearchParams({ k: SECRET }).toString()],
  ['in HTML', `<p>${html(SECRET)}</p>`],
  ['in HTML by numbers', `<p>${SECRET.replace(/\W/g, (one) => `&#${one.charCodeAt(0)};`)}</p>`],
  ['in a link in HTML in JSON', json(`<a href="/?a=b&amp;k=${html(encodeURIComponent(SECRET))}">`)],
  ['in base64', Buffer.from(SECRET).toString('base64')],
  ['in base64 for URLs', Buffer.from(SECRET).toString('base64url')],
  ['in base64, after one byte', Buffer.from(`:${SECRET}:`).toString('base64')],
  ['in base64, after two', Buffer.from(`me${SECRET}:`).toString('base64')],
  ['in a URL in base64', Buffer.from(`GET /?k=${encodeURIComponent(SECRET)} HTTP/1.1`).toString('base64')],
  ['in base64 in base64', Buffer.from(`Basic ${Buffer.from(`u:${SECRET}`).toString('base64')}`).toString('base64')],
  ['in base64 behind what may be a part of it', `/p/${Buffer.from(json({ SECRET })).toString('base64url')}`],
  ['in base64 in JSON', json({ raw: Buffer.from(`Basic ${SECRET}`).toString('base64') })],
])('a secret is masked %s, wherever it stands', (_, text) => {
  const masked = maskSecrets(`${text} ${text}`, [SECRET]) ?? '';
  expect(masked.match(/\*\*\*/g)).toHaveLength(2);
  expect(masked).not.toMatch(/ab.{1,8}cd/i);
  for (const form of [SECRET, `:${SECRET}`, `me${SECRET}`].map((one) => Buffer.from(one).toString('base64'))) {
    expect(masked).not.toContain(form.slice(4, -4));
  }
});

it('what stands around a secret stays as it came, escapes and all', () => {
  const text = `{"a":"\\u00e9 \\/ %41 &amp;","b":"${encodeURIComponent(SECRET)}","c":"\\"\\n&#38;"}`;
  expect(maskSecrets(text, [SECRET])).toBe('{"a":"\\u00e9 \\/ %41 &amp;","b":"***","c":"\\"\\n&#38;"}');
});

it('a secret that looks like a writing of another is masked', () => {
  expect(maskSecrets(`${JSON.stringify('%41%42%43&amp;')} %41%42%43&amp;`, ['%41%42%43&amp;'])).toBe('"***" ***');
});

it('a secret that holds another is masked whole', () => {
  expect(maskSecrets('long-secret-and-more', ['long-secret', 'long-secret-and-more'])).toBe('***');
});

it('secrets that overlap are masked whole, those side by side each', () => {
  expect(maskSecrets('one-secret-two', ['one-secret', 'secret-two'])).toBe('***');
  expect(maskSecrets('one-secretsecret-two', ['one-secret', 'secret-two'])).toBe('******');
});

it('a text without the secret, and a secret as short as a word, stay', () => {
  expect(maskSecrets('the amount is 1234567', ['1234567', 'not-in-it'])).toBe('the amount is 1234567');
});

describe('of a text of which only the beginning is kept', () => {
  const secret = 'a/secret+of "30" characters &<';
  const writings: readonly (readonly [string, string])[] = [
    ['as it is', secret],
    ['in JSON in JSON', json(json(secret)).slice(3, -3)],
    ['in a URL in a URL', encodeURIComponent(encodeURIComponent(secret))],
    ['in base64', Buffer.from(`u:${secret}:`).toString('base64url')],
    ['in base64 in base64', Buffer.from(Buffer.from(`u:${secret}`).toString('base64')).toString('base64url')],
  ];

  it.each(writings)('a secret that straddles the cut is masked whole: %s', (_, written) => {
    for (let before = 0; before <= written.length; before += 1) {
      const text = `${'.'.repeat(400 - before)}${written}${'.'.repeat(9_000)}`;
      const kept = maskSecrets(text, [secret], 400) ?? '';
      expect(kept).toBe(before === 0 ? '.'.repeat(400) : `${'.'.repeat(400 - before)}***`);
    }
  });

  it('what a mask makes shorter is not filled up from behind the cut', () => {
    expect(maskSecrets(`${secret}123456${secret}`, [secret], secret.length + 3)).toBe('***123');
  });
});

it('a secret is found wherever random text stands around it', () => {
  const secret = 'Zq8/secret+%41"x';
  const around = fc.string({ unit: fc.constantFrom(...Array.from('ab%25\\"&#;x4u0+/='), '%25', '\\u0041', '&amp;') });
  const ways: readonly ((text: string) => string)[] = [
    (text) => text,
    (text) => JSON.stringify(text),
    (text) => encodeURIComponent(text),
    (text) => Buffer.from(text).toString('base64'),
    html,
  ];
  const way = fc.array(fc.constantFrom(...ways), { maxLength: 2 });
  fc.assert(
    fc.property(around, around, way, (before, behind, outer) => {
      const text = outer.reduce((inner, write) => write(inner), `${before} ${secret} ${behind}`);
      expect(maskSecrets(text, [secret])).toContain('***');
    }),
    { numRuns: 500 },
  );
});

it('the longest secret is found in the longest answer', () => {
  const secret = '+/=!"&\\'.repeat(2340);
  expect(maskSecrets(`${'\\'.repeat(900_000)}${JSON.stringify({ secret })}`, [secret])).toMatch(
    /^\\+\{"secret":"\*\*\*"\}$/,
  );
});
