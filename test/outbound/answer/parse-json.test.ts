import fc from 'fast-check';
import { isSafeNumber, parse } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { JsonRefused, parseJson } from '../../../outbound/answer/parse-json.js';

describe('numbers', () => {
  it.each(['0', '-1', '20.50', '9007199254740991', '0.1', '1e3', '0.30000000000000004'])(
    '%s stays a number',
    (digits) => {
      expect(parseJson(digits)).toBe(Number(digits));
    },
  );

  it.each(['9007199254740993', '12345678901234567890', '0.1234567890123456789', '1e400', '-1e400', '1e-400'])(
    '%s comes as its digits',
    (digits) => {
      expect(parseJson(`{"n": [${digits}]}`)).toEqual({ n: [digits] });
    },
  );
});

describe('attacks', () => {
  it.each(['[', '{"a":', '[{"a":'])('a million %j deep are refused before anything recursive sees them', (piece) => {
    expect(() => parseJson(piece.repeat(1_000_000))).toThrow(JsonRefused);
  });

  it('64 levels are read, 65 are not', () => {
    expect(() => parseJson('['.repeat(64) + ']'.repeat(64))).not.toThrow();
    expect(() => parseJson('['.repeat(65) + ']'.repeat(65))).toThrow('nested deeper than 64 levels');
  });

  it('brackets within strings are no nesting', () => {
    const text = `${'['.repeat(100)}\\"${'{'.repeat(100)}`;
    expect(parseJson(`["${text}"]`)).toEqual([JSON.parse(`"${text}"`)]);
  });

  it.each(['{"data":{"items":[1,{"__proto__":{"admin":true}}]}}', '{"data":{"items":[1,{"\\u005f_proto__":1}]}}'])(
    'a __proto__ key is refused with its path: %s',
    (text) => {
      expect(() => parseJson(text)).toThrow(expect.objectContaining({ path: 'data.items[1].__proto__' }));
    },
  );

  it('other names of Object are keys like any', () => {
    const parsed = parseJson('{"constructor":{"prototype":1},"toString":2}');
    expect(Object.keys(parsed as object)).toEqual(['constructor', 'toString']);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });

  it('one key with two values is refused', () => {
    expect(() => parseJson('{"amount": 1, "amount": 1000}')).toThrow("Duplicate key 'amount'");
  });

  it('a body of 256 kB is read, of any shape', () => {
    const size = 256 * 1024;
    expect(parseJson(`[${'1,'.repeat(size / 2 - 2)}1]`)).toHaveLength(size / 2 - 1);
    expect(parseJson(`"${'\\n'.repeat(size / 2)}"`)).toHaveLength(size / 2);
    expect(parseJson('9'.repeat(size))).toHaveLength(size);
    expect(parseJson(`{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":{}`).join(',')}}`)).toBeTypeOf('object');
  });
});

it('what is read quickly is what is read slowly', () => {
  const number = fc.oneof(
    fc.constantFrom('0', '-0', '0.10', '1.000000000000000', '123456789012345', '1234567890123456', '1e5', '1E-7'),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.integer().map((one) => `${one}.50`),
  );
  const key = fc.constantFrom('a', 'b', 'constructor', '0');
  const { json } = fc.letrec<{ json: string }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 3 },
      number,
      fc.constantFrom('true', 'null', '"a:b"', '"\\\\"', '"\\"e9"', '"é"'),
      fc.array(tie('json')).map((items) => `[${items.join(' , ')}]`),
      fc.array(fc.tuple(key, tie('json'))).map((all) => `{${all.map(([k, one]) => `"${k}" : ${one}`).join()}}`),
    ),
  }));
  const slowly = (text: string): unknown => parse(text, null, (one) => (isSafeNumber(one) ? Number(one) : one));
  fc.assert(
    fc.property(json, (text) => {
      let expected: unknown;
      try {
        expected = slowly(text);
      } catch {
        expect(() => parseJson(text)).toThrow(JsonRefused);
        return;
      }
      expect(parseJson(text)).toEqual(expected);
    }),
    { numRuns: 1_000 },
  );
});

describe('what is no JSON', () => {
  it.each(['', '{', '[1,]', '{"a" 1}', "{'a':1}", 'NaN', '01', '"a\nb"', '"\\x"', '[] []', 'undefined', '\ufeff{}'])(
    '%j is refused',
    (text) => {
      expect(() => parseJson(text)).toThrow('not valid JSON');
    },
  );
});
