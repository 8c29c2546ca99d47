import { describe, expect, it } from 'vitest';
import { readOptions } from '../../../catalogue/lookup/read-options.js';
import type { JsonValue } from '../../../workflows/contracts/json.js';

const STANDARD = { items: 'Data', text: 'text', value: 'value' };
const W50 = { text: 'Welcome 50', value: 'W50' };

/** Why a body is no option list. */
function faultOf(body: JsonValue, paths = STANDARD, status = 200): string {
  const read = readOptions(paths, body, status);
  return read.kind === 'fault' ? read.reason : 'none';
}

describe('an option list', () => {
  it.each<[string, JsonValue]>([
    ['the standard envelope', { Data: [W50], Success: true, Errors: [] }],
    ['the envelope in lower case', { data: [W50], success: true, errors: [] }],
    ['the envelope in capitals', { DATA: [{ TEXT: 'Welcome 50', VALUE: 'W50' }], SUCCESS: true }],
    ['items with extra keys', { Data: [{ ...W50, image: 'x.png', active: true }], Success: true, Total: 1 }],
    ['an envelope without Success', { Data: [W50] }],
  ])('is read from %s', (_, body) => {
    expect(readOptions(STANDARD, body)).toEqual({ kind: 'options', items: [W50], note: null });
  });

  it('keeps numbers as values and makes text of them as texts', () => {
    const body = {
      Data: [
        { text: 7, value: 7 },
        { text: 'big', value: '9007199254740993' },
      ],
    };
    expect(readOptions(STANDARD, body)).toMatchObject({
      items: [
        { text: '7', value: 7 },
        { text: 'big', value: '9007199254740993' },
      ],
    });
  });

  it('is read where its own paths say', () => {
    const games = { result: { rows: [{ name: { en: 'Book' }, id: 'g1' }] } };
    const paths = { items: 'result.rows', text: 'name.en', value: 'id' };
    expect(readOptions(paths, games)).toMatchObject({ items: [{ text: 'Book', value: 'g1' }] });
    expect(readOptions({ ...STANDARD, items: '' }, [W50])).toMatchObject({ items: [W50] });
  });

  it('prefers the key as it is written', () => {
    expect(readOptions(STANDARD, { data: [], Data: [W50] })).toMatchObject({ items: [W50] });
  });

  it('may be empty', () => {
    expect(readOptions(STANDARD, { Data: [], Success: true })).toMatchObject({ items: [] });
  });

  it('of 100,000 items offers the first 1,000 and says so', () => {
    const body = { Data: Array.from({ length: 100_000 }, (_, index) => ({ text: `t${index}`, value: index })) };
    const read = readOptions(STANDARD, body);
    expect(read).toMatchObject({ note: 'the list has 100000 items: the first 1000 are offered' });
    expect(read.kind === 'options' && read.items).toHaveLength(1_000);
  });
});

describe('what is no option list is told by item and field', () => {
  it.each<[string, JsonValue]>([
    ['item 1 has no value', { Data: [W50, { text: 'x' }] }],
    ['item 0 has no text', { Data: [{ value: 'x' }] }],
    ['item 0 has no text', { Data: [{ text: null, value: 'x' }] }],
    ['item 0 has an empty value', { Data: [{ text: 'x', value: ' ' }] }],
    ['item 0 must have text or a number as its value, not an object', { Data: [{ text: 'x', value: {} }] }],
    ['item 0 must have text or a number as its text, not true or false', { Data: [{ text: true, value: 'x' }] }],
    ['item 2 must be an object with text and value, not text', { Data: [W50, W50, 'W50'] }],
    ['Data must be a list, not an object', { Data: { W50: 'Welcome 50' } }],
    ['Data must be a list, not null', { Data: null }],
    ['the answer has no Data: set items to the path of the list', { bonuses: [W50] }],
    ["the answer is a list and has no Data: set items: '' to read the list itself", [W50]],
    [
      'Success is false: unknown brand; try again',
      { Data: [], Success: false, Errors: ['unknown brand', 'try\nagain'] },
    ],
    ['Success is false: no', { data: [], success: false, errors: 'no' }],
    ['Success is false, and Errors is empty', { Data: [W50], Success: false, Errors: [] }],
    ['Success must be true or false, not text', { Data: [W50], Success: 'yes' }],
    ['the answer is empty', null],
    ['the answer is an HTML page, not JSON: check the address and the auth', '<!DOCTYPE html><html>log in</html>'],
    ['the answer is text, not JSON', 'Data: W50'],
  ])('%s', (sentence, body) => {
    expect(faultOf(body)).toBe(sentence);
  });

  it('a status of failure with the errors of the envelope', () => {
    expect(faultOf({ Data: [], Success: false, Errors: ['down for repair'] }, STANDARD, 500)).toBe(
      'the answer has status 500: down for repair',
    );
    expect(faultOf('<html></html>', STANDARD, 404)).toBe('the answer has status 404');
  });

  it('what an object inherits is none of its keys', () => {
    expect(faultOf({ Data: [W50] }, { ...STANDARD, value: 'constructor' })).toBe('item 0 has no constructor');
    expect(faultOf({ Data: [W50] }, { ...STANDARD, items: 'Data.length' })).toContain('the answer has no Data.length');
  });
});
