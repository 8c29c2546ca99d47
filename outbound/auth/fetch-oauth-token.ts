import {
  allowInsecureRequests,
  type ClientAuth,
  clientCredentialsGrantRequest,
  ClientSecretPost,
  customFetch,
  type CustomFetchOptions,
  OperationProcessingError,
  processClientCredentialsResponse,
  UnsupportedOperationError,
} from 'oauth4webapi';
import type { OAuth2Auth } from '../../catalogue/destination/definition.js';
import type { Home } from '../request/request.js';
import { targetUrl } from '../request/target-url.js';
import { askTokenEndpoint } from './ask-token-endpoint.js';
import { checkedToken, type Token, TokenFailed } from './token.js';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Gets a token by client credentials (RFC 6749, section 4.4). The library builds the request and judges the answer, the
 * request itself goes out like every other.
 * @param home the destination, below whose URL a relative `tokenUrl` stands
 * @param deadline epoch milliseconds
 * @throws TokenFailed, WrongTarget
 */
export async function fetchOAuthToken(auth: OAuth2Auth, secret: string, home: Home, deadline: number): Promise<Token> {
  const url = tokenUrl(auth, home.base);
  const server = { issuer: url.origin, token_endpoint: url.href };
  const client = { client_id: auth.clientId };
  const proof = auth.clientAuth === 'body' ? ClientSecretPost(secret) : basicProof(auth.clientId, secret);
  const askedAt = Date.now();
  const response = await clientCredentialsGrantRequest(server, client, proof, parametersOf(auth), {
    [customFetch]: (_, request) => post(url, home, request, deadline),
    [allowInsecureRequests]: url.protocol === 'http:',
  });
  const answer = await processClientCredentialsResponse(server, client, response).catch((error: unknown) => {
    throw notAToken(error);
  });
  return checkedToken(answer.access_token, answer.expires_in, askedAt);
}

function tokenUrl(auth: OAuth2Auth, base: string): URL {
  const isWhole = /^https?:/i.test(auth.tokenUrl) && URL.canParse(auth.tokenUrl);
  const url = new URL(isWhole ? auth.tokenUrl : targetUrl(base, auth.tokenUrl));
  const mayBePlain = base.startsWith('http:') || LOOPBACK.test(url.hostname);
  if (url.protocol === 'http:' && !mayBePlain) {
    throw new TokenFailed('held', 'its tokenUrl would send the secret unencrypted: use https');
  }
  return url;
}

/**
 * Proves the client in the `Authorization` header (RFC 6749, section 2.3.1). Unreserved characters (RFC 3986, section
 * 2.3) stay as they are: a server that does not decode compares them literally.
 */
function basicProof(clientId: string, secret: string): ClientAuth {
  const proof = Buffer.from(`${formEncoded(clientId)}:${formEncoded(secret)}`).toString('base64');
  return (_server, _client, _body, headers) => {
    headers.set('authorization', `Basic ${proof}`);
  };
}

function formEncoded(text: string): string {
  const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, percent)
    .replace(/%20/g, '+');
}

function parametersOf({ scope, audience }: OAuth2Auth): Record<string, string> {
  return { ...(scope === undefined ? {} : { scope }), ...(audience === undefined ? {} : { audience }) };
}

async function post(
  url: URL,
  home: Home,
  request: CustomFetchOptions<'POST', URLSearchParams>,
  deadline: number,
): Promise<Response> {
  const answer = await askTokenEndpoint({ url, home, headers: request.headers, body: String(request.body), deadline });
  // The library wants 200 and JSON by name; whether it is JSON shows when it is read.
  return new Response(answer.bodyText, { status: 200, headers: { 'content-type': 'application/json' } });
}

/** Keeps the library's message, which names properties and never values, and drops its `cause`. */
function notAToken(error: unknown): unknown {
  if (!(error instanceof OperationProcessingError || error instanceof UnsupportedOperationError)) return error;
  return new TokenFailed('held', `the answer of the token endpoint is invalid: ${error.message}`);
}
