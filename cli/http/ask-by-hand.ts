import { sendRequest } from '../../outbound/request/request.js';
import type { RequestResult } from '../../outbound/request/result.js';

/** A request by the person at the terminal. */
export interface HandRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Time for the answer in milliseconds. */
  readonly within: number;
}

/** Sends a request to a URL that the person at the terminal has named. Addresses in their own network are allowed. */
export function askByHand(url: URL, { method, headers, body, within }: HandRequest): Promise<RequestResult> {
  return sendRequest({
    base: url.origin,
    allow: [url.hostname.replace(/^\[|\]$/g, '')],
    tls: null,
    method,
    path: url.pathname + url.search,
    headers,
    body,
    deadline: Date.now() + within,
    fresh: true,
  });
}
