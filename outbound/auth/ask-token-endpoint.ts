import { isJsonObject } from '../../workflows/contracts/json.js';
import { JsonRefused, parseJson } from '../answer/parse-json.js';
import type { FailureKind } from '../request/failures.js';
import { type Home, sendRequest } from '../request/request.js';
import type { Answer } from '../request/result.js';
import { TokenFailed } from './token.js';

/** The codes that a token endpoint may answer with (RFC 6749, section 5.2); anything else it says is not repeated. */
const CODES = [
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
];

/** A POST to a token endpoint. */
export interface TokenRequest {
  readonly url: URL;
  /** The destination that the token is for: the endpoint is reached by its means. */
  readonly home: Home;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
}

/**
 * Asks a token endpoint, within the bounds of every request. Gives its answer when the status is 2xx.
 * @throws TokenFailed
 */
export async function askTokenEndpoint(request: TokenRequest): Promise<Answer> {
  const { url, home, headers, body, deadline } = request;
  const result = await sendRequest({
    ...home,
    base: url.origin,
    method: 'POST',
    path: url.pathname + url.search,
    headers,
    body,
    deadline,
    fresh: false,
  });
  if (result.kind === 'failed') throw new TokenFailed(outcomeOf(result.what), result.message);
  const { status } = result;
  if (status >= 200 && status < 300) return result;
  const later = status >= 500 || [408, 425, 429].includes(status);
  throw new TokenFailed(later ? 'retry' : 'held', `the token endpoint answered ${status}${codeIn(result)}`);
}

/** Some failures say more about the set-up than about the moment. */
function outcomeOf(what: FailureKind): TokenFailed['outcome'] {
  if (what === 'forbidden') return 'parked';
  return what === 'certificate' || what === 'invalid' ? 'held' : 'retry';
}

function codeIn(answer: Answer): string {
  try {
    const body = parseJson(answer.bodyText);
    const code = isJsonObject(body) ? body['error'] : undefined;
    return typeof code === 'string' && CODES.includes(code) ? ` (${code})` : '';
  } catch (error) {
    if (error instanceof JsonRefused) return '';
    throw error;
  }
}
