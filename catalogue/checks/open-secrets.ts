import { hasPlaceholder, namesSecret } from '../import/words.js';
import type { Issue } from '../read/issues.js';

/** These end in a secret's word, and hold none. */
const PLAIN = /idempotency|public|partition/i;

/**
 * Headers and credentials that hold a secret as it stands, as far as their names tell. It would be recorded with each
 * call, and shown by whoever shows the catalogue.
 * @param at where they stand
 */
export function openSecretIssues(
  values: Readonly<Record<string, unknown>>,
  at: readonly string[],
  fix: (name: string) => string,
): Issue[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const isOpen = typeof value === 'string' && value !== '' && !hasPlaceholder(value);
    if (!isOpen || !namesSecret(name) || PLAIN.test(name)) return [];
    return [{ path: [...at, name], message: `holds a secret in the open: ${fix(name)}` }];
  });
}
