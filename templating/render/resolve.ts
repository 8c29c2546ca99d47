import { Digits, isJsonNumber } from '../digits.js';
import { MissingValue, RenderRefused } from '../errors.js';
import type { Filter, Placeholder, Scope } from '../tree.js';

// Faster than Object.hasOwn, and this is where rendering spends its time.
const hasOwn = (object: object, key: string): boolean => Object.prototype.hasOwnProperty.call(object, key);
const INDEX = /^(?:0|[1-9]\d*)$/;

/** Result of `resolve` for a missing value with the filter `omit`. */
export const OMITTED = Symbol('omitted');

/**
 * The value of a placeholder after its filters: JSON, `Digits`, or `OMITTED`. Missing and null values pass the
 * converting filters, so that `default` and `omit` may stand on either side of them.
 * @throws MissingValue, RenderRefused
 */
export function resolve(placeholder: Placeholder, scope: Scope): unknown {
  let value = find(placeholder.path, scope);
  const { filters } = placeholder;
  for (let at = 0; at < filters.length; at += 1) value = apply(filters[at] as Filter, value, placeholder);
  if (value === undefined) throw new MissingValue(placeholder.written);
  return value;
}

/**
 * The value of a placeholder as text, to stand within a longer string or a URL.
 * @throws MissingValue, RenderRefused for what has no text: null, a list, an object
 */
export function resolveText(placeholder: Placeholder, scope: Scope): string | typeof OMITTED {
  const value = resolve(placeholder, scope);
  return value === OMITTED ? OMITTED : toText(value, placeholder);
}

function find(path: readonly string[], scope: Scope): unknown {
  let value: unknown = scope;
  for (let at = 0; at < path.length; at += 1) {
    const key = path[at] as string;
    if (typeof value !== 'object' || value === null || !hasOwn(value, key)) return undefined;
    if (Array.isArray(value) && !INDEX.test(key)) return undefined;
    value = (value as Scope)[key];
  }
  return value;
}

function apply(filter: Filter, value: unknown, placeholder: Placeholder): unknown {
  const missing = value === undefined || value === null;
  const becomesText = filter.name === 'string' || filter.name === 'segments';
  if (becomesText && !missing && value !== OMITTED) return toText(value, placeholder);
  if (filter.name === 'default') return missing ? filter.value : value;
  if (filter.name === 'omit') return missing ? OMITTED : value;
  if (missing || value === OMITTED) return value;
  return filter.name === 'number' ? toNumber(value, placeholder) : toBoolean(value, placeholder);
}

function toText(value: unknown, placeholder: Placeholder): string {
  if (typeof value === 'string') return value;
  if ((typeof value === 'number' && Number.isFinite(value)) || typeof value === 'boolean') return String(value);
  if (value instanceof Digits) return value.text;
  throw new RenderRefused(placeholder.written, `is ${describe(value)}, which can't be written as text`);
}

function toNumber(value: unknown, placeholder: Placeholder): number | Digits {
  if (value instanceof Digits || (typeof value === 'number' && Number.isFinite(value))) return value;
  if (typeof value === 'string' && isJsonNumber(value)) return new Digits(value);
  throw new RenderRefused(placeholder.written, `is ${describe(value)}, not a number`);
}

function toBoolean(value: unknown, placeholder: Placeholder): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new RenderRefused(placeholder.written, `is ${describe(value)}, not true or false`);
}

/** Names a value's kind and never the value, which may be personal. */
function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not a finite number';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}
