import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../http/errors.js';
import { admit } from '../http/route.js';
import { requireScope } from '../keys/authenticate.js';
import type { StoredKey } from '../keys/stored-keys.js';
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

/** What Temporal's UI sends beside the body, and a key in either header. */
const ALLOWED_HEADERS = 'Authorization, Content-Type, X-Api-Key, X-Namespace';

/**
 * Lets pages of the listed origins, and of no other, read answers (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol),
 * and answers what their browsers ask first. Never with cookies. What is no browser sends no origin, and needs none.
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
      throw new Problem('foreign-origin', 'Pages of this origin may not ask: add it to WAYPOST_CODEC_ORIGINS.', {
        errors: [{ field: 'Origin', message: 'is none of WAYPOST_CODEC_ORIGINS' }],
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
