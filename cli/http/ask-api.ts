import { readBody } from '../../outbound/answer/read-body.js';
import { sendRequest } from '../../outbound/request/request.js';
import type { JsonObject, JsonValue } from '../../workflows/contracts/json.js';
import type { ApiOptions, Terminal } from '../terminal.js';

/** An answer waits for a worker at most so long; milliseconds. */
const ANSWER_TIME_MS = 15_000;

/** A request to the API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: JsonObject;
}

/** A good answer of the API. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: JsonValue;
}

/**
 * Asks a running API. The address is one that the person at the terminal has named: their own network is meant.
 * @throws Error with the API's own words when it refuses, or with a sentence when it can't be asked; never with the key
 */
export async function askApi(
  { api, key, brand }: ApiOptions,
  { method, path, body }: ApiRequest,
  { environment }: Pick<Terminal, 'environment'>,
): Promise<ApiAnswer> {
  const address = api ?? environment['WAYPOST_API'] ?? `http://127.0.0.1:${environment['PORT'] ?? '8080'}`;
  const presented = key ?? environment['WAYPOST_KEY'];
  if (!presented) throw new Error('an API key is needed: give --key KEY, or set WAYPOST_KEY');
  if (!/^https?:\/\/[^/?#@]+\/?$/.test(address) || !URL.canParse(address)) {
    throw new Error(`"${address}" is no address of an API: write http://host:port`);
  }
  const url = new URL(path, address);
  const result = await sendRequest({
    base: url.origin,
    allow: [url.hostname.replace(/^\[|\]$/g, '')],
    tls: null,
    method,
    path: url.pathname + url.search,
    headers: {
      authorization: `Bearer ${presented}`,
      ...(brand === undefined ? {} : { 'waypost-brand': brand }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    deadline: Date.now() + ANSWER_TIME_MS,
    fresh: true,
  });
  if (result.kind === 'failed') throw new Error(`${address} can't be asked: ${result.message}`);
  const answer = readBody(result.bodyText);
  if (result.status >= 200 && result.status < 300) return { status: result.status, body: answer };
  throw new Error(refusalOf(answer, address, result.status));
}

function refusalOf(body: JsonValue, address: string, status: number): string {
  const detail = typeof body === 'object' && body !== null && !Array.isArray(body) ? body['detail'] : null;
  return typeof detail === 'string' ? detail : `${address} answers ${status}, and not as Waypost does`;
}
