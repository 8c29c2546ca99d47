import { MissingValue, RenderRefused } from '../templating/errors.js';
import { resolve } from '../templating/resolve.js';
import type { Placeholder, Scope } from '../templating/tree.js';

const MOST_NAMED = 20;

/**
 * A sentence that names every placeholder without a value; `null` where each has one. Those of `known`, which are told
 * already, are not among them.
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
export function listed(names: readonly string[]): string {
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
