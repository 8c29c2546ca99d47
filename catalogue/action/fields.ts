import { MissingValue, RenderRefused } from '../../templating/errors.js';
import { resolve } from '../../templating/render/resolve.js';
import type { Placeholder, Scope } from '../../templating/tree.js';
import type { JsonObject, JsonValue } from '../../workflows/contracts/json.js';
import type { BrandCatalogue } from '../brand/definition.js';
import type { Issue } from '../load/issues.js';
import { type Declared, referenceIssues } from '../load/references.js';
import type { Field } from './definition.js';

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

/** Describes the value that the field needs; `null` if the value fits. */
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

const MOST_NAMED = 20;

/**
 * Names every placeholder without a value in one sentence; `null` if each has one. Leaves out the fields in `known`,
 * which the caller reports.
 */
export function missingValues(
  placeholders: readonly Placeholder[],
  scope: Scope,
  known: readonly string[] = [],
): string | null {
  const missing = placeholders.filter(
    (one) => isMissing(one, scope) && !(one.path[0] === 'fields' && known.includes(one.path[1] ?? '')),
  );
  const names = [...new Set(missing.map(({ written }) => written))];
  if (names.length === 0) return null;
  return `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no value`;
}

/** `a`, `a and b`, `a, b and c`; of very many the first. */
function listed(names: readonly string[]): string {
  const shown =
    names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), `${names.length - MOST_NAMED} more`] : names;
  return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter((part) => part !== '').join(' and ');
}

function isMissing(placeholder: Placeholder, scope: Scope): boolean {
  try {
    resolve(placeholder, scope);
    return false;
  } catch (error) {
    if (!(error instanceof RenderRefused)) throw error;
    return error instanceof MissingValue;
  }
}

/** Faults of declared fields or params; `at` is the key above them. */
export function fieldIssues(
  brand: BrandCatalogue,
  fields: Readonly<Record<string, Field>>,
  at: 'fields' | 'params',
  declared: Declared,
): Issue[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const issues: Issue[] = [];
    if (field.type === 'select' && field.options === undefined) {
      issues.push({
        path: [at, name],
        message: 'is a select without options: add options with the name of an option list',
      });
    }
    if (field.type !== 'select' && field.options !== undefined) {
      issues.push({
        path: [at, name, 'options'],
        message: `is only for type: select, and this is ${field.type}. Remove it`,
      });
    }
    if (field.options !== undefined && field.type === 'select') {
      issues.push(...referenceIssues(brand, declared, 'optionLists', field.options, [at, name, 'options']));
    }
    const fault = field.default === undefined ? null : fieldFault(field, field.default);
    if (fault !== null) issues.push({ path: [at, name, 'default'], message: `must be ${fault}` });
    return issues;
  });
}
