import { shortHash } from '../workflows/contracts/calls/call-key.js';
import { OrderRefused } from './errors.js';

/** The cursor of the page that a token of Temporal's begins: the token, and a hash that ties it to its query. */
export function cursorOf(token: Uint8Array, query: string): string {
  const text = Buffer.from(token).toString('base64url');
  return `${text}.${shortHash(`${query} ${text}`)}`;
}

/**
 * The token in a cursor. Temporal itself would take a broken one for a fault of its own, and ask again and again.
 * @throws OrderRefused for a cursor that this query did not give.
 */
export function tokenOf(cursor: string, query: string): Uint8Array {
  const token = Buffer.from(cursor.split('.', 1)[0] ?? '', 'base64url');
  if (cursor === cursorOf(token, query)) return token;
  throw new OrderRefused('cursor', 'take the `next` of the page before, with the same filter');
}
