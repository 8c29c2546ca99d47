import { describe, expect, it } from 'vitest';
import { parseText } from '../../../templating/parse/waypost.js';
import { renderPath, renderQuery } from '../../../templating/render/url.js';

function path(template: string, id: unknown): string {
  return renderPath(parseText(template), { player: { id } });
}

function query(template: string, event: object): string {
  return renderQuery([['a b', parseText(template, true)]], { event });
}

describe('a path', () => {
  it.each(['a?b=c', 'a#b', 'a%20b', 'ö 1', '?', '#'])('keeps %j within its segment', (id) => {
    const rendered = path('/players/{{player.id}}/tags', id);
    const segments = new URL(`http://host${rendered}`).pathname.split('/');
    expect(segments).toHaveLength(4);
    expect(decodeURIComponent(segments[2] ?? '')).toBe(id);
  });

  it.each(['.', '..'])('refuses %j, which would climb', (id) => {
    expect(() => path('/players/{{player.id}}/tags', id)).toThrow(
      '{{player.id}} would turn a part of the path into "." or ".."',
    );
  });

  it('refuses dots that a value and the text around it make together', () => {
    expect(() => path('/players/.{{player.id}}/tags', '.')).toThrow('would turn a part of the path into "." or ".."');
  });

  it.each(['a\rb', 'a\nb', 'a\0b'])('refuses %j', (id) => {
    expect(() => path('/players/{{player.id}}', id)).toThrow(
      '{{player.id}} holds a line break or another control character',
    );
  });

  it('refuses a value that is empty, null, missing or half a character', () => {
    expect(() => path('/players/{{player.id}}', '')).toThrow('{{player.id}} is empty');
    expect(() => path('/players/{{player.id}}', null)).toThrow('{{player.id}} is null');
    expect(() => path('/players/{{player.id}}', undefined)).toThrow('{{player.id}} has no value');
    expect(() => path('/players/{{player.id}}', '\ud800')).toThrow('half a character');
  });

  it('writes numbers as text', () => {
    expect(path('/players/{{player.id}}', 12)).toBe('/players/12');
  });
});

describe('a query', () => {
  it.each(['a&b=c', 'ö +', '#', '%', ''])('carries %j as one value', (value) => {
    const rendered = query('{{event.x}}', { x: value });
    expect([...new URLSearchParams(rendered)]).toEqual([['a b', value]]);
  });

  it('encodes its own text too', () => {
    expect(query('x&y {{event.x}}', { x: 1 })).toBe('a%20b=x%26y%201');
  });

  it('drops a parameter that says omit, and is then empty', () => {
    expect(query('{{event.x | omit}}', {})).toBe('');
  });

  it('refuses line breaks', () => {
    expect(() => query('{{event.x}}', { x: 'a\r\nHost: evil' })).toThrow('{{event.x}} holds a line break');
  });
});
