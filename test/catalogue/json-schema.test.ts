import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { JSONSchema } from 'json-schema-to-ts';
import { describe, expect, it } from 'vitest';
import { checkSchema } from '../../catalogue/json-schema.js';

describe('schemas with ids', () => {
  it('two schemas of the same $id are two schemas: brands may copy one, and a reload brings the next', () => {
    const id = 'https://operator.example/bonus';
    expect(checkSchema({ $id: id, type: 'string' }, 'W50')).toBeNull();
    expect(checkSchema({ $id: id, type: 'number' }, 50)).toBeNull();
    expect(checkSchema({ $id: id, type: 'number' }, 'W50')).toEqual({ path: '', reason: 'must be number' });
  });

  it('an id within one schema means nothing to another', () => {
    const schema = (type: 'string' | 'number'): JSONSchema => ({
      properties: { code: { $id: 'https://operator.example/code', type }, other: { $ref: '/code' } },
      $id: 'https://operator.example/',
    });
    expect(checkSchema(schema('string'), { other: 'x' })).toBeNull();
    expect(checkSchema(schema('number'), { other: 5 })).toBeNull();
    expect(checkSchema(schema('number'), { other: 'x' })).toEqual({ path: 'other', reason: 'must be number' });
    expect(() => checkSchema({ $ref: 'https://operator.example/code' }, 5)).toThrow(/can't resolve reference/);
  });
});

it('a schema that nobody holds any more is not kept: a catalogue may be reloaded for years', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const schemas = Array.from({ length: 20 }, (_, n) => usedOnce({ $id: `https://operator.example/${n}`, const: n }, n));
  await new Promise(setImmediate); // a WeakRef holds on until the end of the turn that made it
  collect();
  // A leak would keep all of them; the engine may hold on to the one that it has just used.
  expect(schemas.filter((schema) => schema.deref() !== undefined).length).toBeLessThanOrEqual(1);
});

function usedOnce(schema: Exclude<JSONSchema, boolean>, value: unknown): WeakRef<object> {
  expect(checkSchema(schema, value)).toBeNull();
  return new WeakRef(schema);
}

it('what is no schema is refused with the keyword that is wrong, each time', () => {
  const wrong = { type: 'strng' } as unknown as JSONSchema;
  for (const time of [1, 2]) expect(() => checkSchema(wrong, time)).toThrow(/schema is invalid: data\/type must be/);
  expect(() => checkSchema({ $schema: 'https://json-schema.org/draft/2020-12/schema' }, 1)).toThrow(
    /no schema with key/,
  );
});

it('true takes everything and false nothing', () => {
  expect(checkSchema(true, { any: 'thing' })).toBeNull();
  expect(checkSchema(false, 1)).toEqual({ path: '', reason: 'boolean schema is false' });
});
