import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from '../http/errors.js';
import type { KeyRing } from './key-ring.js';
import type { Scope, StoredKey } from './stored-keys.js';

const CHALLENGE = { headers: { 'WWW-Authenticate': 'Bearer realm="waypost"' } };

/** Returns the valid key of a request. Throws a 401 problem that says what to do. */
export function authenticate(headers: IncomingHttpHeaders, keys: KeyRing): StoredKey {
  const finding = keys.find(presentedKey(headers));
  switch (finding.kind) {
    case 'good':
      return finding.key;
    case 'expired':
      throw new Problem('unauthenticated', `The key ${finding.key.id} has expired: use a new one.`, CHALLENGE);
    case 'revoked':
      throw new Problem(
        'unauthenticated',
        `The key ${finding.key.id} was revoked: ask its owner for a new one.`,
        CHALLENGE,
      );
    case 'unknown':
      throw new Problem('unauthenticated', 'The key is unknown: check that it was copied completely.', CHALLENGE);
  }
}

/** Throws a 403 problem if a key lacks a scope. */
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
