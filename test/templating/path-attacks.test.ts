import { describe, expect, it } from 'vitest';
import { parseFastTrackText } from '../../templating/parse/fast-track.js';
import { parseText } from '../../templating/parse/waypost.js';
import { renderPath } from '../../templating/render/url.js';

/** Values by which some server, decoding more than once or in its own way, would leave the path of an action. */
const ATTACKS = [
  ...['.', '..', '../../secret', '..\\..\\secret', '/', '\\', '/etc/passwd', '//evil.example', 'a/b', 'a/../b', 'a\\b'],
  ...['%2e', '%2E%2e', '.%2e', '%2e.', '..%2f', '..%2Fsecret', '%2e%2e%2fsecret', '..%5csecret', 'a%2fb', 'a%5Cb'],
  ...['%252e%252e', '%252e%252e%252fsecret', '..%252f', '..%25252f', '%25252e%25252e', '%2525252525252e'],
  ...['..;', '..;/secret', '..;x=1', '.;x', '%2e%2e;', ' ..', '.. ', '..%20', '..%09'],
  ...['%c0%ae%c0%ae', '..%c0%af', '..%C1%9Csecret', '%e0%80%af', '%f0%80%80%af', '..%u002fsecret', '%u2216'],
  ...['．．', '‥', '．．／secret', '..／', 'a／b', 'a＼b', '%252e．'],
  ...['a\0', 'a\r\nHost: evil', 'a\n', 'a\tb', 'a\u0085b', 'a\u007f', '%00', '%0d%0a', '%2500', 'a%0Ab'],
];

const HARMLESS = [
  ...['anna', '123', 'a.b', '...', 'a..b', '.well-known', 'v1.', '100%', '100%25', '50%off', 'a%20b', '%41nna'],
  ...['ö 1', 'a?b=c', 'a#b', 'a;b', 'a:b', 'ann@example.com', 'wp_abc~1', '日本', '🎰'],
];

const DIALECTS = {
  'waypost and smartico': ['{{fields.name}}', (text: string) => parseText(text)],
  'fast-track': ['{action_field:name}', (text: string) => parseFastTrackText(text, { aliases: {} })],
} as const;

describe.each(Object.entries(DIALECTS))('in a path of the dialect %s', (_, [placeholder, parse]) => {
  const render = (name: unknown, template = `/players/${placeholder}/tags`) =>
    renderPath(parse(template), { fields: { name } });

  it.each(ATTACKS)('%j is refused by the name of its placeholder', (value) => {
    expect(() => render(value)).toThrow(placeholder);
    expect(() => render(value, `/players/${placeholder}`)).toThrow(placeholder);
  });

  it.each(HARMLESS)('%j arrives as it is', (value) => {
    const parts = render(value).split('/');
    expect(parts).toHaveLength(4);
    expect(decodeURIComponent(parts[2] ?? '')).toBe(value);
  });

  it('what values and text make together is refused too', () => {
    expect(() => render('.', `/players/.${placeholder}`)).toThrow(placeholder);
    expect(() => render('2e', `/players/.%${placeholder}`)).toThrow(placeholder);
    expect(() => render('%2', `/players/${placeholder}e.`)).toThrow(placeholder);
    expect(() => render('%2', `/players/${placeholder}F..`)).toThrow(placeholder);
    expect(render('book', `/group%2F${placeholder}`)).toBe('/group%2Fbook');
  });

  it('a value that is encoded again and again is refused in a time that grows with its length alone', () => {
    const layers = `%${'25'.repeat(100_000)}2f`;
    expect(() => render(layers)).toThrow('is percent-encoded in a way that hides its meaning');
  });
});

describe('a value that may be several parts of a path', () => {
  const render = (name: unknown) => renderPath(parseText('/files/{{fields.name | segments}}'), { fields: { name } });

  it('keeps its slashes, and the parts are encoded one by one', () => {
    expect(render('a/b c/ö')).toBe('/files/a/b%20c/%C3%B6');
    expect(render('a')).toBe('/files/a');
  });

  it.each(ATTACKS.filter((value) => !['a/b'].includes(value)))('%j is refused', (value) => {
    expect(() => render(value)).toThrow('{{fields.name}}');
  });

  it.each(['/a', 'a/', 'a//b', ''])('an empty part is refused: %j', (value) => {
    expect(() => render(value)).toThrow('{{fields.name}} is empty');
  });
});
