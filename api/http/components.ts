import { z } from 'zod';
import type { JsonObject } from '../../workflows/contracts/json.js';
import { MAX_EVENT_ID_LENGTH, NAME } from '../../workflows/contracts/names.js';

/** The named schemas of the OpenAPI document: the same objects that validate. */
export const components = z.registry<{ id: string }>();

/** Names a schema, so that the document refers to it as `#/components/schemas/{id}`. */
export function component<S extends z.ZodType>(id: string, schema: S): S {
  components.add(schema, { id });
  return schema;
}

/** Returns the name that `component` gave a schema. */
export function componentName(schema: z.ZodType): string {
  const entry = components.get(schema);
  if (!entry) throw new Error('a schema of a route has no name: wrap it in component()');
  return entry.id;
}

/** The query of a route that takes none. */
export const noQuery = z.strictObject({});

/** A query parameter `true` or `false`; `false` when missing. */
export function flag(description: string) {
  return z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .describe(description)
    .transform((value) => value === 'true');
}

// No controls, invisible formatting, lone surrogates, unassigned characters, line and paragraph separators.
const PRINTABLE = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;
const TRIMMED = /^(?:\S(?:[\s\S]*\S)?)?$/;

/** A required string, with separate messages for a missing value and a wrong type. */
export function text(): z.ZodString {
  return z.string({ error: (issue) => (issue.input === undefined ? 'is missing' : 'must be a string, in quotes') });
}

/** An id that others chose: 1 to 128 printable characters, no space at either end. */
export function opaqueId(): z.ZodString {
  return text()
    .min(1, 'is empty: give 1 to 128 characters')
    .max(MAX_EVENT_ID_LENGTH, `is longer than ${MAX_EVENT_ID_LENGTH} characters: shorten it`)
    .regex(PRINTABLE, 'contains characters that cannot be printed: remove them')
    .regex(TRIMMED, 'begins or ends with a space: remove it');
}

/** A name as Waypost gives them: `refer-a-friend`. */
export function name(): z.ZodString {
  return text().max(64, 'is longer than 64 characters').regex(NAME, 'must be lower-case letters, digits and hyphens');
}

const MAX_OBJECT_BYTES = 64 * 1024;

/** A JSON object of at most 64 kB. The lossless parser made it, so its values are JSON. */
export function jsonObject(): z.ZodType<JsonObject> {
  return z
    .record(z.string(), z.unknown(), { error: 'must be a JSON object: { … }' })
    .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_OBJECT_BYTES, 'is larger than 64 kB: send less')
    .describe('A JSON object of at most 64 kB') as unknown as z.ZodType<JsonObject>;
}

/** A contract's type with arrays that can be changed, as schemas have them. */
type Plain<T> = T extends readonly (infer E)[] ? Plain<E>[] : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

/** A schema for each property of a contract and for nothing else, which accepts all that the contract allows there. */
type Shape<T, S> = { readonly [K in keyof T]-?: SchemaOf<Plain<T[K]>, K extends keyof S ? S[K] : never> } & {
  readonly [K in Exclude<keyof S, keyof T>]: never;
};

/** The schema itself where it accepts every value of the contract; else a type that no schema has. */
type SchemaOf<V, S> = S extends z.ZodType<infer Output> ? ([V] extends [Output] ? S : Refuses<V>) : z.ZodType<V>;

interface Refuses<V> {
  readonly refusesSomeOf: V;
}

/**
 * Ties the properties of an API schema to a contract: `shapeOf<RunState>()({ … })`. A property or a value that the
 * contract has and the schema lacks doesn't compile.
 */
export function shapeOf<T>() {
  return <S extends Readonly<Record<string, z.ZodType>>>(shape: S & Shape<T, S>): S => shape;
}
