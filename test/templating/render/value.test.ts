import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBody } from '../../../templating/parse/waypost.js';
import { renderValue } from '../../../templating/render/value.js';

const render = (template: unknown, event: object): unknown => renderValue(parseBody(template), { event });

describe('renderValue', () => {
  it('keeps the type of a leaf that is one placeholder, and makes text of a longer one', () => {
    const event = { a: 1, b: true, c: { d: ['x'] } };
    expect(render({ a: '{{event.a}}', b: '{{event.b}}', c: '{{event.c}}', t: 'no {{event.a}}' }, event)).toEqual({
      a: 1,
      b: true,
      c: { d: ['x'] },
      t: 'no 1',
    });
  });

  it('gives a number that JavaScript can not hold by its digits', () => {
    expect(
      render({ n: '{{event.n | number}}', m: '{{event.m | number}}' }, { n: '9007199254740993', m: '1.50' }),
    ).toEqual({ n: '9007199254740993', m: '1.50' });
  });

  it('leaves out what says omit and has no value, in objects and lists', () => {
    expect(render({ a: '{{event.gone | omit}}', l: ['{{event.gone | omit}}', 1] }, {})).toEqual({ l: [1] });
  });

  it('refuses a missing value by the name of its placeholder', () => {
    expect(() => render({ a: '{{event.gone}}' }, {})).toThrow('{{event.gone}} has no value');
  });

  it('gives any JSON back as it came', () => {
    fc.assert(
      fc.property(fc.jsonValue({ depthSize: 'small' }), (value) => {
        expect(render({ v: '{{event.v}}' }, { v: value })).toEqual({ v: value });
      }),
    );
  });
});
