import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MissingValue } from '../../../templating/errors.js';
import { parseSmartico } from '../../../templating/parse/smartico.js';
import { parseBody } from '../../../templating/parse/waypost.js';
import { checkForm, renderForm } from '../../../templating/render/form.js';

function render(template: unknown, event: object = {}): string {
  return renderForm(parseBody(template), { event });
}

describe('a form', () => {
  it('carries whatever text a value holds', () => {
    const template = parseBody({ 'a b': '{{event.x}}', c: 'é {{event.x}}&d=1' });
    const text = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(text, (x) => {
        const read = [...new URLSearchParams(renderForm(template, { event: { x } }))];
        expect(read).toEqual([
          ['a b', x],
          ['c', `é ${x}&d=1`],
        ]);
      }),
      { numRuns: 1000 },
    );
  });

  it('writes numbers and truth as text, digit for digit, in the order of the template', () => {
    expect(render({ b: 1, a: true, c: '{{event.n}}' }, { n: 0.5 })).toBe('b=1&a=true&c=0.5');
    expect(renderForm(parseSmartico('{"n": 9007199254740993, "m": 1.50}'), {})).toBe('n=9007199254740993&m=1.50');
  });

  it('allows line breaks and NUL, percent-encoded', () => {
    expect(render({ a: '{{event.x}}' }, { x: 'a\r\n\0' })).toBe('a=a%0D%0A%00');
  });

  it('drops a field that says omit', () => {
    expect(render({ a: '{{event.x | omit}}', b: 1 })).toBe('b=1');
  });

  it('refuses a value that is nested, null, missing or half a character, by name', () => {
    expect(() => render({ a: '{{event.x}}' }, { x: { y: 1 } })).toThrow('{{event.x}} is an object');
    expect(() => render({ a: '{{event.x}}' }, { x: null })).toThrow('{{event.x}} is null');
    expect(() => render({ a: '{{event.x}}' })).toThrow(MissingValue);
    expect(() => render({ a: '{{event.x}}' }, { x: '\ud800' })).toThrow('{{event.x}} holds half a character');
  });

  it('refuses more than 256 kB', () => {
    expect(() => render({ a: '{{event.x}}' }, { x: 'é'.repeat(50_000) })).toThrow('larger than 256 kB');
  });

  it.each([
    [{ a: { b: 1 } }, 'the form field "a" is an object'],
    [{ a: ['{{event.x}}'] }, 'the form field "a" is a list'],
    [{ a: null }, 'the form field "a" is null'],
    [['a'], 'a form is an object'],
    ['{{event.x}}', 'a form is an object'],
  ])('is refused before there are values when it is nested: %j', (template, message) => {
    expect(() => checkForm(parseBody(template))).toThrow(message);
    expect(() => render(template)).toThrow(message);
  });
});
