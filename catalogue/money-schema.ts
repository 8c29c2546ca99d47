import type { JSONSchema } from 'json-schema-to-ts';
import type { MoneyPlace } from './catalogue.js';

/** How a schema's own `$comment` says that a part of it is money. */
export const MONEY_COMMENT = 'waypost money';

const MONEY = {
  $comment: MONEY_COMMENT,
  type: 'object',
  properties: {
    amount: { type: 'string', pattern: '^(0|[1-9][0-9]{0,17})(\\.[0-9]{1,8})?$' },
    currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  },
  required: ['amount', 'currency'],
} as const;

const ID = { type: 'string', minLength: 1, maxLength: 128 } as const;

/** What `$ref` may name in a schema of the catalogue, besides parts of the schema itself. */
const SHORTHANDS: Readonly<Record<string, { readonly schema: object; readonly units: MoneyPlace['units'] | null }>> = {
  '#/money': { schema: MONEY, units: 'decimal' },
  '#/money-in-minor-units': { schema: MONEY, units: 'minor' },
  '#/id': { schema: ID, units: null },
};

/** A schema of the catalogue as plain JSON Schema, and where money stands in what it describes. */
export interface ExpandedSchema {
  readonly schema: JSONSchema;
  readonly money: readonly MoneyPlace[];
}

/** Puts what `#/money`, `#/money-in-minor-units` and `#/id` stand for in their place. */
export function expandSchema(written: unknown): ExpandedSchema {
  const money: MoneyPlace[] = [];
  const schema = expand(written, [], money);
  return { schema: schema as JSONSchema, money };
}

/** `place` is the path in the data that a schema is about; `null` where that can't be said. */
function expand(written: unknown, place: readonly string[] | null, money: MoneyPlace[]): unknown {
  if (Array.isArray(written)) return written.map((one) => expand(one, place, money));
  if (typeof written !== 'object' || written === null) return written;
  const { $ref, ...rest } = written as Record<string, unknown>;
  const shorthand = typeof $ref === 'string' && Object.hasOwn(SHORTHANDS, $ref) ? SHORTHANDS[$ref] : undefined;
  if (shorthand !== undefined) {
    if (shorthand.units !== null && place !== null) money.push({ path: place.join('.'), units: shorthand.units });
    return { ...shorthand.schema, ...rest };
  }
  return Object.fromEntries(
    Object.entries(written).map(([key, child]) => [key, expandChild(key, child, place, money)]),
  );
}

function expandChild(key: string, child: unknown, place: readonly string[] | null, money: MoneyPlace[]): unknown {
  if (key === 'enum' || key === 'const' || key === 'default' || key === 'examples') return child;
  if (key === 'properties' && typeof child === 'object' && child !== null) {
    const entries = Object.entries(child);
    return Object.fromEntries(entries.map(([name, one]) => [name, expand(one, place && [...place, name], money)]));
  }
  if (key === 'items' || key === 'additionalProperties') return expand(child, place && [...place, '*'], money);
  const samePlace = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else'].includes(key);
  return expand(child, samePlace ? place : null, money);
}
