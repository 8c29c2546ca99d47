import type { JsonValue } from '../../workflows/contracts/json.js';

/**
 * Returns the new value. `sibling` is the `currency` beside the old one, or null; `field` is its place from the event's
 * root (`data.items[0].amount`).
 */
export type Change = (value: JsonValue, sibling: JsonValue, field: string) => JsonValue;

/** Changes what stands at a path below `value`, which itself stands at `field`; `*` is every item of a list or object. */
export function changeAt(
  value: JsonValue,
  path: readonly string[],
  change: Change,
  field: string,
  sibling: JsonValue = null,
): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return change(value, sibling, field);
  if (Array.isArray(value)) {
    return key === '*' ? value.map((item, n) => changeAt(item, rest, change, `${field}[${n}]`)) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (key === '*') {
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([name, child]) => [name, changeAt(child, rest, change, `${field}.${name}`)]),
    );
  }
  if (!Object.hasOwn(value, key)) return value;
  const beside = Object.hasOwn(value, 'currency') ? (value['currency'] ?? null) : null;
  return { ...value, [key]: changeAt(value[key] ?? null, rest, change, `${field}.${key}`, beside) };
}
