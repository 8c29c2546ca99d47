import { expect, it } from 'vitest';
import { targetUrl } from '../../../outbound/request/target-url.js';

it.each([
  ['http://host:1', '/a?b=c', 'http://host:1/a?b=c'],
  ['https://host/api/', '/a', 'https://host/api/a'],
  ['https://host', '//evil.example/a', 'https://host//evil.example/a'],
])('below %s, %s is %s', (base, path, expected) => {
  expect(targetUrl(base, path)).toBe(expected);
});

it.each(['@evil.example/', '.evil.example/', ':81/a', 'a', '', '/../other', '/%2e%2e/other', '/../apix'])(
  'the path %j leads away and is refused',
  (path) => {
    expect(() => targetUrl('https://host/api', path)).toThrow('leaves https://host');
  },
);
