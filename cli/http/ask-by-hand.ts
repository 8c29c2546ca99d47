import { sendRequest } from '../../outbound/request/request.js';
import type { RequestResult } from '../../outbound/request/result.js';

/**
 * Asks by GET at a URL that the person at the terminal has named: an address in their own network is meant then.
 * @param within how long it may take, in milliseconds
 */
export function askByHand(url: URL, headers: Readonly<Record<string, string>>, within: number): Promise<RequestResult> {
  return sendRequest({
    base: url.origin,
    allow: [url.hostname.replace(/^\[|\]$/g, '')],
    tls: null,
    method: 'GET',
    path: url.pathname + url.search,
    headers,
    body: null,
    deadline: Date.now() + within,
    fresh: true,
  });
}
