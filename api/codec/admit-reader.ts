import type { Request, Response } from 'express';
import { Problem } from '../errors.js';
import { requireScope } from '../keys/authenticate.js';
import type { StoredKey } from '../keys/stored-keys.js';
import { admit } from '../route.js';
import type { Services } from '../services.js';

/** Admits a key in a header, or in the URL, since Temporal's UI can't be told a header of one's own. */
export function admitReader(services: Services, request: Request, response: Response): StoredKey {
  const token = request.params['token'];
  return typeof token === 'string'
    ? admitToken(services, response, token)
    : admit(services, request, response, 'codec:decode');
}

/** A URL is seen by more eyes than a header: the key in it may do nothing else. */
function admitToken(services: Services, response: Response, token: string): StoredKey {
  const finding = services.keys.find(token);
  if (finding.kind !== 'good') {
    throw new Problem('unauthenticated', 'The token in the URL is not good, or not any more: ask for a new URL.');
  }
  const { key } = finding;
  response.locals.keyId = key.id;
  requireScope(key, 'codec:decode');
  if (key.scopes.length === 1) return key;
  throw new Problem(
    'unauthenticated',
    `The key ${key.id} may do more than decode, so it may not stand in a URL: make one with codec:decode alone.`,
  );
}
