import { type OutboundRequest, sendRequest } from '../../outbound/request/request.js';
import type { RequestResult } from '../../outbound/request/result.js';

/** Makes one request to a port of 127.0.0.1, which it may reach. */
export function send(port: number, change: Partial<OutboundRequest> = {}): Promise<RequestResult> {
  return sendRequest({
    base: `http://127.0.0.1:${port}`,
    allow: ['127.0.0.1'],
    tls: null,
    method: 'POST',
    path: '/pay?x=1',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'wp_1' },
    body: '{"a":1.00}',
    deadline: Date.now() + 10_000,
    fresh: true,
    ...change,
  });
}
