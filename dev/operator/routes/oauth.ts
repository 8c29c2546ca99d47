import { Router } from 'express';
import { json, send } from '../answer.js';
import { bodyText } from '../record-requests.js';
import type { OperatorState } from '../state.js';
import { TOKEN_LIFETIME } from '../tokens.js';

/** The only client of the token endpoint; id and secret hold every unreserved character of RFC 3986. */
export const OAUTH_CLIENT = { id: 'waypost-dev_1.0~a', secret: 'secret-dev_1.0~b' };

/**
 * Serves an OAuth 2 token endpoint for client credentials (RFC 6749, section 4.4), by Basic or in the body. It compares
 * literally, as many servers do: needless encoding gives `invalid_client`. `/unibo/opt-in` takes its tokens.
 */
export function oauthRoutes(state: OperatorState): Router {
  const routes = Router();
  routes.post('/oauth/token', (request, response) => {
    const form = new URLSearchParams(bodyText(request));
    const basic = /^Basic +(\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    const given =
      basic === undefined
        ? `${form.get('client_id') ?? ''}:${form.get('client_secret') ?? ''}`
        : Buffer.from(basic, 'base64').toString('utf8');
    if (given !== `${OAUTH_CLIENT.id}:${OAUTH_CLIENT.secret}`) {
      send(response, json({ error: 'invalid_client' }, 401));
    } else if (form.get('grant_type') !== 'client_credentials') {
      send(response, json({ error: 'unsupported_grant_type' }, 400));
    } else {
      send(response, json({ access_token: state.tokens.issue(), token_type: 'Bearer', expires_in: TOKEN_LIFETIME }));
    }
  });
  return routes;
}
