import type { JSONSchema } from 'json-schema-to-ts';
import type { MoneyPlace } from './definition.js';

/** Value of `$comment` that marks a part of a schema as money. */
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

type Meaning = MoneyPlace['units'] | 'player' | null;

/** Shorthands for `$ref` in a schema of the catalogue. */
const SHORTHANDS: Readonly<Record<string, { readonly schema: object; readonly meaning: Meaning }>> = {
  '#/money': { schema: MONEY, meaning: 'decimal' },
  '#/money-in-minor-units': { schema: MONEY, meaning: 'minor' },
  '#/id': { schema: ID, meaning: null },
  '#/player': { schema: ID, meaning: 'player' },
};

/** A schema as plain JSON Schema, and the places of money and player ids in the data that it describes. */
export interface ExpandedSchema {
  readonly schema: JSONSchema;
  readonly money: readonly MoneyPlace[];
  readonly players: readonly string[];
}

/** Puts what `#/money`, `#/money-in-minor-units`, `#/id` and `#/player` stand for in their place. */
export function expandSchema(written: unknown): ExpandedSchema {
  const money: MoneyPlace[] = [];
  const players = new Set<string>();
  const schema = expand(written, [], (path, meaning) => {
    if (meaning === 'player') players.add(path);
    else money.push({ path, units: meaning });
  });
  return { schema: schema as JSONSchema, money, players: [...players] };
}

type Note = (path: string, meaning: NonNullable<Meaning>) => void;

/** `place` is the path in the data that a schema is about; `null` where that can't be said. */
function expand(written: unknown, place: readonly string[] | null, note: Note): unknown {
  if (Array.isArray(written)) return written.map((one) => expand(one, place, note));
  if (typeof written !== 'object' || written === null) return written;
  const { $ref, ...rest } = written as Record<string, unknown>;
  const shorthand = typeof $ref === 'string' && Object.hasOwn(SHORTHANDS, $ref) ? SHORTHANDS[$ref] : undefined;
  if (shorthand !== undefined) {
    if (shorthand.meaning !== null && place !== null) note(place.join('.'), shorthand.meaning);
    return { ...shorthand.schema, ...rest };
  }
  return Object.fromEntries(Object.entries(written).map(([key, child]) => [key, expandChild(key, child, place, note)]));
}

function expandChild(key: string, child: unknown, place: readonly string[] | null, note: Note): unknown {
  if (key === 'enum' || key === 'const' || key === 'default' || key === 'examples') return child;
  if (key === 'properties' && typeof child === 'object' && child !== null) {
    const entries = Object.entries(child);
    return Object.fromEntries(entries.map(([name, one]) => [name, expand(one, place && [...place, name], note)]));
  }
  if (key === 'items' || key === 'additionalProperties') return expand(child, place && [...place, '*'], note);
  const samePlace = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else'].includes(key);
  return expand(child, samePlace ? place : null, note);
}
