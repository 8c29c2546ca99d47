import { isDeepStrictEqual } from 'node:util';
import { valueAt, type JsonValue } from '../../workflows/contracts/json.js';
import { checkSchema } from '../json-schema.js';
import type { Lookup } from './definition.js';

/** The selected part of an answer's body, or the reason why it can't be used. */
export type SelectedAnswer =
  { readonly kind: 'answer'; readonly answer: JsonValue } | { readonly kind: 'unusable'; readonly reason: string };

/** The value at a path with dots (`Data.0.code`), all of it for an empty path; `undefined` where there is none. */
export function valueAtPath(body: JsonValue, path: string): JsonValue | undefined {
  return valueAt(body, path === '' ? [] : path.split('.'));
}

/** Takes from an answer's body what the lookup selects, and checks its shape. */
export function selectAnswer(lookup: Lookup, body: JsonValue): SelectedAnswer {
  const answer = valueAtPath(body, lookup.select);
  if (answer === undefined) return { kind: 'unusable', reason: `its answer has no "${lookup.select}"` };
  const fault = checkSchema(lookup.answer, answer);
  if (fault === null) return { kind: 'answer', answer };
  const place = [lookup.select, fault.path].filter((part) => part !== '').join('.');
  return { kind: 'unusable', reason: `its answer's ${place || 'body'} ${fault.reason}` };
}

/** True if each path into the body holds one of its allowed values. */
export function hasValues(body: JsonValue, values: Readonly<Record<string, readonly JsonValue[]>>): boolean {
  return Object.entries(values).every(([path, allowed]) => {
    const value = valueAtPath(body, path);
    return allowed.some((one) => isDeepStrictEqual(value, one));
  });
}
