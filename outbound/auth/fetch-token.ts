import type { TokenAuth } from '../../catalogue/destination/definition.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import { JsonRefused, parseJson } from '../answer/parse-json.js';
import type { Home } from '../request/request.js';
import { targetUrl } from '../request/target-url.js';
import { askTokenEndpoint } from './ask-token-endpoint.js';
import { checkedToken, type Token, TokenFailed } from './token.js';

/**
 * Gets a token from an endpoint of the Unibo kind.
 * @param credentials the members of the JSON object, secrets resolved
 * @param home the destination
 * @param deadline epoch milliseconds
 * @throws TokenFailed, WrongTarget
 */
export async function fetchToken(
  auth: TokenAuth,
  credentials: Readonly<Record<string, string>>,
  home: Home,
  deadline: number,
): Promise<Token> {
  const url = new URL(targetUrl(home.base, auth.path));
  const headers = { 'content-type': 'application/json' };
  const askedAt = Date.now();
  const answer = await askTokenEndpoint({ url, home, headers, body: JSON.stringify(credentials), deadline });
  const body = bodyOf(answer.bodyText);
  return checkedToken(at(body, auth.tokenPath ?? 'access_token'), at(body, auth.expiresPath ?? 'expires_in'), askedAt);
}

function bodyOf(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonRefused) throw new TokenFailed('held', 'the answer of the token endpoint is not JSON');
    throw error;
  }
}

function at(body: JsonValue, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = body;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, JsonValue>)[key];
  }
  return value;
}
