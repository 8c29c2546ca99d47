import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../http/errors.js';
import type { KeyRing } from './key-ring.js';
import type { Scope, StoredKey } from './stored-keys.js';

const CHALLENGE = { headers: { 'WWW-Authenticate': 'Bearer realm="waypost"' } };

/** The key of a request, if it is good. Else a 401 problem that says what to do. */
export function authenticate(headers: IncomingHttpHeaders, keys: KeyRing): StoredKey {
  const finding = keys.find(presentedKey(headers));
  switch (finding.kind) {
    case 'good':
      return finding.key;
    case 'expired':
      throw new Problem('unauthenticated', `The key ${finding.key.id} has expired: use its successor.`, CHALLENGE);
    case 'revoked':
      throw new Problem(
        'unauthenticated',
        `The key ${finding.key.id} was revoked: ask its owner for another.`,
        CHALLENGE,
      );
    case 'unknown':
      throw new Problem('unauthenticated', 'The key is not known: check that it was copied whole.', CHALLENGE);
  }
}

/** Refuses a key that lacks a scope, with a 403 problem that names it. */
export function requireScope(key: StoredKey, scope: Scope): void {
  if (key.scopes.includes(scope)) return;
  throw new Problem('missing-scope', `The key ${key.id} lacks the scope ${scope}: add it to the key, or use another.`);
}

function presentedKey(headers: IncomingHttpHeaders): string {
  const fromHeader = headers['x-api-key'];
  if (typeof fromHeader === 'string' && fromHeader !== '') return fromHeader.trim();
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  throw new Problem('unauthenticated', 'Send the key as "Authorization: Bearer wp_…" or "X-Api-Key: wp_…".', CHALLENGE);
}
