import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../errors.js';
import type { Services } from '../services.js';

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
