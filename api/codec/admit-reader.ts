import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../http/errors.js';
import { admit } from '../http/route.js';
import { requireScope } from '../keys/authenticate.js';
import type { StoredKey } from '../keys/stored-keys.js';
import type { Services } from '../services.js';

/** Admits a key in a header, or in the URL, since Temporal's UI can't send a custom header. */
export function admitReader(services: Services, request: Request, response: Response): StoredKey {
  const token = request.params['token'];
  return typeof token === 'string'
    ? admitToken(services, response, token)
    : admit(services, request, response, 'codec:decode');
}

/** Admits a key in the URL. URLs leak more easily than headers, so the key must have no other scope. */
function admitToken(services: Services, response: Response, token: string): StoredKey {
  const finding = services.keys.find(token);
  if (finding.kind !== 'good') {
    throw new Problem('unauthenticated', 'The token in the URL is unknown, expired or revoked: ask for a new URL.');
  }
  const { key } = finding;
  response.locals.keyId = key.id;
  requireScope(key, 'codec:decode');
  if (key.scopes.length === 1) return key;
  throw new Problem(
    'unauthenticated',
    `The key ${key.id} has other scopes too, so it must not be used in a URL: use a key with codec:decode only.`,
  );
}

/** The headers that Temporal's UI sends, and both headers of a key. */
const ALLOWED_HEADERS = 'Authorization, Content-Type, X-Api-Key, X-Namespace';

/**
 * Lets pages of the listed origins read answers (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol), and answers
 * preflight requests. Never allows cookies. Callers other than browsers send no origin and need none.
 */
export function answerOrigin({ codecOrigins }: Pick<Services, 'codecOrigins'>) {
  return (request: Request, response: Response, next: NextFunction): void => {
    response.vary('Origin');
    const origin = request.get('origin');
    if (origin === undefined) {
      next();
      return;
    }
    if (!codecOrigins.includes(origin)) {
      throw new Problem('foreign-origin', 'The origin of this page is not allowed: add it to WAYPOST_CODEC_ORIGINS.', {
        errors: [{ field: 'Origin', message: 'is not in WAYPOST_CODEC_ORIGINS' }],
      });
    }
    response.set('Access-Control-Allow-Origin', origin);
    if (request.method !== 'OPTIONS') {
      next();
      return;
    }
    response.locals.route = '/codec';
    response.set({
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': ALLOWED_HEADERS,
      'Access-Control-Max-Age': '600',
    });
    response.status(204).end();
  };
}
