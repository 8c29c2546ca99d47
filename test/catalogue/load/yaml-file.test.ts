import { describe, expect, it } from 'vitest';
import { ACTION, faults } from '../loading.js';

describe('YAML that is no plain JSON is refused', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((name, n) => {
      const below = 'abcdefghi'[n]!;
      return `${name}: &${name} [${Array(9).fill(`*${below}`).join(', ')}]`;
    }),
  ].join('\n');

  it.each([
    ['a key that stands twice', 'a: {}\nb: {}\na: {}', 'lucky/actions.yaml:3:1: appears twice in its mapping'],
    ['a bomb of aliases', bomb, 'repeats its aliases so often that it would exhaust memory'],
    ['a cycle', 'a: &a { body: { b: [*a] } }', 'lucky/actions.yaml:1:21: *a refers to itself: remove the cycle'],
    ['a number that would be rounded', 'a: { body: 9007199254740993 }', 'put it in quotes'],
    ['a number without end', 'a: { body: .inf }', 'is a number that would be rounded'],
    ['a tag', 'a: !!js/function "x"', 'has an unknown tag'],
    ['an open quote', 'a: "x', 'is not valid YAML'],
    ['a list', '- a', 'must be a mapping of names to definitions'],
    ['a second document', 'a: {}\n---\nb: {}', 'starts a second document'],
    ['a depth of 100,000', `a: ${'['.repeat(100_000)}`, 'lucky/actions.yaml'],
  ])('%s', async (_, yaml, sentence) => {
    const found = await faults({ 'lucky/actions.yaml': yaml });
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toContain(sentence);
  });

  it('a template of 1 MB, and one that is 500 deep, by their action', async () => {
    const long = `a: { effect: data, destination: operator, path: /x, body: { t: '${'x'.repeat(1024 * 1024)}' } }`;
    expect(await faults({ 'lucky/actions.yaml': long })).toEqual([
      expect.stringContaining('a.body is not a valid template: the template is too long'),
    ]);
    const deep = `a: { effect: data, destination: operator, path: /x, body: ${'['.repeat(500)}1${']'.repeat(500)} }`;
    expect(await faults({ 'lucky/actions.yaml': deep })).toEqual([
      expect.stringContaining('a.body is not a valid template: a template can nest at most 64 levels'),
    ]);
  });

  it('a file of 5 MB', async () => {
    expect(await faults({ 'lucky/actions.yaml': `# ${'x'.repeat(5 * 1024 * 1024)}` })).toEqual([
      expect.stringContaining('lucky/actions.yaml: is larger than 4096 kB: split'),
    ]);
  });

  it('__proto__ is a name that is none, and changes nothing', async () => {
    expect(await faults({ 'lucky/actions.yaml': `__proto__: ${ACTION}` })).toEqual([
      expect.stringContaining('__proto__ is not a valid name'),
    ]);
    expect(({} as { effect?: string }).effect).toBeUndefined();
  });
});
