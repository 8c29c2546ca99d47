import { readBody } from '../../outbound/answer/read-body.js';
import type { JsonObject, JsonValue } from '../../workflows/contracts/json.js';
import type { ApiOptions, Terminal } from '../terminal.js';
import { askByHand } from './ask-by-hand.js';

/** Longer than the API waits for a worker. */
const ANSWER_TIME_MS = 15_000;

/** A request to the API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: JsonObject;
}

/** A successful answer of the API. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: JsonValue;
}

/**
 * Sends a request to a running API.
 * @throws Error with the API's own sentence if it refuses, or with the reason why it can't be asked; never with the key
 */
export async function askApi(
  { api, key, brand }: ApiOptions,
  { method, path, body }: ApiRequest,
  { environment }: Pick<Terminal, 'environment'>,
): Promise<ApiAnswer> {
  const address = api ?? environment['WAYPOST_API'] ?? `http://127.0.0.1:${environment['PORT'] ?? '8080'}`;
  const presented = key ?? environment['WAYPOST_KEY'];
  if (!presented) throw new Error('an API key is needed: give --key KEY, or set WAYPOST_KEY');
  const headers = { ...keyHeaders(presented, brand), ...(body && { 'content-type': 'application/json' }) };
  const sent = body === undefined ? null : JSON.stringify(body);
  const result = await askByHand(apiUrl(address, path), { method, headers, body: sent, within: ANSWER_TIME_MS });
  if (result.kind === 'failed') throw new Error(`can't reach ${address}: ${result.message}`);
  const answer = readBody(result.bodyText);
  if (result.status >= 200 && result.status < 300) return { status: result.status, body: answer };
  throw new Error(detailIn(answer) ?? `${address} answered ${result.status}, and not like Waypost: check the address`);
}

/**
 * Asks the API and returns the body of its answer: by POST if there is a body, else by GET. Options that are
 * `undefined` count as not given.
 */
export async function ask(
  { api, key, brand }: { readonly [K in keyof ApiOptions]: ApiOptions[K] | undefined },
  path: string,
  terminal: Terminal,
  body?: JsonObject,
): Promise<JsonValue> {
  const request: ApiRequest = body === undefined ? { method: 'GET', path } : { method: 'POST', path, body };
  return (await askApi(present({ api, key, brand }), request, terminal)).body;
}

/** Returns an object without its undefined values. */
export function present(values: Readonly<Record<string, JsonValue | undefined>>): Record<string, never> {
  const pairs = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(pairs) as Record<string, never>;
}

/** Returns the URL of a path of the API. Throws if the address is not one. */
export function apiUrl(address: string, path: string): URL {
  if (/^https?:\/\/[^/?#@]+\/?$/.test(address) && URL.canParse(address)) return new URL(path, address);
  throw new Error(`"${address}" is not the address of an API: write http://host:port`);
}

/** Returns the headers of a key, and of the brand if one is given. */
export function keyHeaders(key: string, brand: string | undefined): Record<string, string> {
  return { authorization: `Bearer ${key}`, ...(brand === undefined ? {} : { 'waypost-brand': brand }) };
}

/** Returns the sentence of a problem that the API answered; `null` for any other body. */
export function detailIn(body: JsonValue): string | null {
  const detail = typeof body === 'object' && body !== null && !Array.isArray(body) ? body['detail'] : null;
  return typeof detail === 'string' ? detail : null;
}
