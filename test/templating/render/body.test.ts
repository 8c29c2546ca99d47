import { describe, expect, it } from 'vitest';
import { MissingValue, RenderRefused, TemplateInvalid } from '../../../templating/errors.js';
import { parseBody } from '../../../templating/parse/waypost.js';
import { renderBody } from '../../../templating/render/body.js';
import type { Scope } from '../../../templating/tree.js';

function render(template: unknown, scope: Scope = {}): string {
  return renderBody(parseBody(template), scope);
}

const NASTY = ['"', '\\', '"}, "admin": true, {"', '{{event.x}}', '\n\r\t\0', '\u2028', '</script>', '\ud800', '𝄞', ''];

describe('values in a body', () => {
  it.each(NASTY)('arrive as they are, whatever they hold: %j', (value) => {
    const body = render({ whole: '{{event.x}}', within: 'a {{event.x}} b' }, { event: { x: value } });
    expect(JSON.parse(body)).toEqual({ whole: value, within: `a ${value} b` });
  });

  it.each([1, -0.5, true, false, null, 'text', [1, [2]], { a: { b: [] } }])('keep their type: %j', (value) => {
    expect(JSON.parse(render({ v: '{{event.x}}' }, { event: { x: value } }))).toEqual({ v: value });
  });

  it('become text within a longer string', () => {
    expect(render('{{event.a}}/{{event.b}}', { event: { a: 5, b: true } })).toBe('"5/true"');
  });

  it('that are null or an object do not become text', () => {
    expect(() => render('id {{event.a}}', { event: { a: null } })).toThrow('{{event.a}} is null');
    expect(() => render('id {{event.a}}', { event: { a: {} } })).toThrow('{{event.a}} is an object');
  });

  it('are found by position in a list, and by no other property of it', () => {
    expect(render('{{event.list.1.id}}', { event: { list: [{}, { id: 7 }] } })).toBe('7');
    expect(() => render('{{event.list.length}}', { event: { list: [1] } })).toThrow(MissingValue);
  });

  it('leave out no key that the template itself writes', () => {
    expect(render({ a: [1, 'x', null, true], b: {} })).toBe('{"a":[1,"x",null,true],"b":{}}');
  });
});

describe('a missing value', () => {
  it('is refused by the name of its placeholder', () => {
    expect(() => render({ a: '{{ fields.note }}' }, { fields: {} })).toThrow('{{fields.note}} has no value');
    expect(() => render('{{state.country}}', {})).toThrow(MissingValue);
  });

  it('is replaced by its default, on either side of a conversion', () => {
    expect(render('{{fields.note | default: "no | }} one"}}', { fields: {} })).toBe('"no | }} one"');
    expect(render('{{fields.n | number | default: 0}}', { fields: {} })).toBe('0');
    expect(render('{{fields.n | default: 1.50 | string}}', { fields: { n: null } })).toBe('"1.50"');
  });

  it('drops its key or list item when the template says omit, and only then', () => {
    const scope = { fields: { gone: null, here: 0 } };
    expect(render({ a: '{{fields.x | omit}}', b: '{{fields.here | omit}}' }, scope)).toBe('{"b":0}');
    expect(render(['{{fields.gone | omit}}', '{{fields.here}}'], scope)).toBe('[0]');
    expect(render({ gone: '{{fields.gone}}' }, scope)).toBe('{"gone":null}');
  });
});

describe('what is no own property', () => {
  it.each(['toString', 'hasOwnProperty', '__defineGetter__'])('%s is missing', (name) => {
    expect(() => render(`{{event.${name}}}`, { event: {} })).toThrow(MissingValue);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('%s never resolves, even as an own property', (name) => {
    const event = JSON.parse(`{"${name}": {"x": 1}}`) as object;
    expect(() => render(`{{event.${name}.x}}`, { event })).toThrow(TemplateInvalid);
  });

  it('a property of a string is missing', () => {
    expect(() => render('{{event.name.0}}', { event: { name: 'Ann' } })).toThrow(MissingValue);
  });
});

describe('conversions', () => {
  it.each(['20.00', '12345678901234567890.123', '-1e400', '0'])(
    'number writes %s unquoted, digit for digit',
    (digits) => {
      expect(render({ n: '{{fields.x | number}}' }, { fields: { x: digits } })).toBe(`{"n":${digits}}`);
    },
  );

  it.each(['', '007', '1,5', 'NaN', '0x10', '1 }', true, []])('number refuses %j', (value) => {
    expect(() => render('{{fields.x | number}}', { fields: { x: value } })).toThrow('{{fields.x}} is');
  });

  it('string writes numbers and truth as text', () => {
    expect(render(['{{event.n | string}}', '{{event.t | string}}'], { event: { n: 5, t: true } })).toBe('["5","true"]');
  });

  it('boolean reads true and false, and nothing else', () => {
    expect(render(['{{event.a | boolean}}', '{{event.b | boolean}}'], { event: { a: 'true', b: false } })).toBe(
      '[true,false]',
    );
    expect(() => render('{{event.a | boolean}}', { event: { a: 'yes' } })).toThrow('not true or false');
  });

  it('an error never shows the value, which may be personal', () => {
    expect(() => render('{{state.iban | number}}', { state: { iban: 'SE45 5000' } })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('SE45') as string }),
    );
  });
});

describe('bounds', () => {
  it('a value nested deeper than 64 levels is refused by name', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(() => render({ a: '{{event.deep}}' }, { event: { deep } })).toThrow('{{event.deep}} is nested too deep');
  });

  it('a template nested deeper than 64 levels is invalid', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = { deep };
    expect(() => parseBody(deep)).toThrow(TemplateInvalid);
  });

  it('a body of more than 256 kB is refused, counted in bytes', () => {
    expect(render('{{event.x}}', { event: { x: 'é'.repeat(131_071) } })).toHaveLength(131_073);
    expect(() => render('{{event.x}}', { event: { x: 'é'.repeat(131_072) } })).toThrow(RenderRefused);
  });
});

describe('an invalid template', () => {
  it.each([
    ['{{event.a', 'braces'],
    ['event.a}}', 'braces'],
    ['{{}}', 'names no value'],
    ['{{event..a}}', 'names no value'],
    ['{{evnt.a}}', '{{evnt.a}} begins with "evnt": did you mean "event"?'],
    ['{{user.a}}', 'begins with "user": use one of event, state'],
    ['{{event.a | upper}}', 'no filter "upper"'],
    ['{{event.a | strnig}}', 'no filter "strnig": did you mean "string"?'],
    ['{{event.a | default}}', 'default needs a value'],
    ['{{event.a | default: none}}', 'default must be a "string"'],
    ['{{event.a | string: 2}}', 'string has no value: remove the colon and what follows'],
    ['a {{event.a | omit}}', 'omit has nothing to drop here'],
    ['{{event.a | omit}}', 'omit has nothing to drop here'],
  ])('%s is told so', (template, message) => {
    expect(() => parseBody(template)).toThrow(message);
  });

  it('has a placeholder in a key', () => {
    expect(() => parseBody({ '{{event.a}}': 1 })).toThrow('only values can');
  });

  it('holds what is no JSON', () => {
    expect(() => parseBody({ a: undefined })).toThrow('not a undefined');
    expect(() => parseBody(Number.NaN)).toThrow('not a number');
  });
});
