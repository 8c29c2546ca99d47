import type { JsonValue } from '../../../workflows/contracts/json.js';

/** An answer as a test looks at it; `body` is parsed when it is JSON. */
export interface Heard {
  readonly status: number;
  readonly body: JsonValue;
  readonly headers: Headers;
}

/** POSTs a body: a string as it is, anything else as JSON. Rejects when no whole answer comes. */
export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Heard> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return hear(
    await fetch(url, { method: 'POST', body: text, headers: { 'content-type': 'application/json', ...headers } }),
  );
}

/** GETs. */
export async function get(url: string): Promise<Heard> {
  return hear(await fetch(url));
}

async function hear(response: Response): Promise<Heard> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    body: isJson ? (JSON.parse(text) as JsonValue) : text,
    headers: response.headers,
  };
}
