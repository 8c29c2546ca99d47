import { shortHash } from '../workflows/contracts/calls/call-key.js';
import { OrderRefused } from './errors.js';

/** Returns the cursor of a page: Temporal's token, and a hash that ties it to its query. */
export function cursorOf(token: Uint8Array, query: string): string {
  const text = Buffer.from(token).toString('base64url');
  return `${text}.${shortHash(`${query} ${text}`)}`;
}

/**
 * Returns the token in a cursor. The check matters: Temporal takes a broken token for its own failure and retries.
 * @throws OrderRefused for a cursor of another query
 */
export function tokenOf(cursor: string, query: string): Uint8Array {
  const token = Buffer.from(cursor.split('.', 1)[0] ?? '', 'base64url');
  if (cursor === cursorOf(token, query)) return token;
  throw new OrderRefused('cursor', 'take the `next` of the page before, with the same filter');
}
