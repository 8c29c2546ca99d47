import { isDeepStrictEqual } from 'node:util';
import type { JsonValue } from '../workflows/contracts/json.js';
import { valueAt } from './select-answer.js';

/** Whether each of these paths into a body holds one of the values that it may have. */
export function hasValues(body: JsonValue, values: Readonly<Record<string, readonly JsonValue[]>>): boolean {
  return Object.entries(values).every(([path, allowed]) => {
    const value = valueAt(body, path);
    return allowed.some((one) => isDeepStrictEqual(value, one));
  });
}
