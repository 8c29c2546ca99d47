import type { JsonObject, JsonValue } from '../workflows/contracts/json.js';
import type { Field } from './catalogue.js';
import { listed } from './missing-values.js';

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

const SHAPES: Readonly<Record<Field['type'], { fits: (value: JsonValue) => boolean; called: string }>> = {
  string: { fits: (value) => typeof value === 'string', called: 'text' },
  select: { fits: (value) => typeof value === 'string', called: 'one of its options, as text' },
  // A number that JavaScript can't hold exactly comes as its digits.
  number: {
    fits: (value) => typeof value === 'number' || (typeof value === 'string' && NUMBER.test(value)),
    called: 'a number',
  },
  boolean: { fits: (value) => typeof value === 'boolean', called: 'true or false' },
  money: { fits: isMoney, called: 'money, such as { "amount": "20.00", "currency": "EUR" }' },
  date: {
    fits: (value) => typeof value === 'string' && DATE.test(value) && !Number.isNaN(Date.parse(value)),
    called: 'a date, such as 2026-03-01 or 2026-03-01T12:00:00Z',
  },
};

/** Checks values against declared fields by name and type: a sentence that names what is wrong, or `null`. */
export function checkFields(declared: Readonly<Record<string, Field>>, given: JsonObject, what: string): string | null {
  const stranger = Object.keys(given).find((name) => !Object.hasOwn(declared, name));
  if (stranger !== undefined) {
    return `${what} has no "${stranger}": it takes ${Object.keys(declared).join(', ') || 'none'}`;
  }
  const missing = missingFields(declared, given);
  if (missing.length > 0) {
    const names = listed(missing.map((name) => `"${name}"`));
    return `${what} needs ${names}, which ${missing.length === 1 ? 'is' : 'are'} missing`;
  }
  for (const [name, field] of Object.entries(declared)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const fault = value === undefined ? null : fieldFault(field, value);
    if (fault !== null) return `"${name}" of ${what} must be ${fault}`;
  }
  return null;
}

/** The required fields that are not given. */
export function missingFields(declared: Readonly<Record<string, Field>>, given: JsonObject): string[] {
  return Object.entries(declared)
    .filter(([name, field]) => !Object.hasOwn(given, name) && field.required && field.default === undefined)
    .map(([name]) => name);
}

/** What a value should be that does not fit a field; `null` when it fits. */
export function fieldFault({ type }: Field, value: JsonValue): string | null {
  const { fits, called } = SHAPES[type];
  return fits(value) ? null : called;
}

/** The values with the defaults of the fields that have none. */
export function withDefaults(declared: Readonly<Record<string, Field>>, given: JsonObject): JsonObject {
  const filled = Object.entries(declared).flatMap(([name, field]): [string, JsonValue][] =>
    field.default === undefined || Object.hasOwn(given, name) ? [] : [[name, field.default]],
  );
  return { ...Object.fromEntries(filled), ...given };
}

function isMoney(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { amount, currency } = value;
  return (
    typeof amount === 'string' && DECIMAL.test(amount) && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
  );
}
