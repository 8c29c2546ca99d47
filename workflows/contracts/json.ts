/** A value that JSON can hold. Numbers that JavaScript cannot hold exactly travel as their digits (a string). */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Returns true for an object of JSON: neither an array nor `null`. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the value at a path of keys and list positions; `undefined` where there is none. Own properties only. */
export function valueAt(value: JsonValue, path: readonly (string | number)[]): JsonValue | undefined;
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown;
export function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, key)) return undefined;
    if (Array.isArray(inner) && key === 'length') return undefined;
    inner = (inner as Record<string | number, unknown>)[key];
  }
  return inner;
}
