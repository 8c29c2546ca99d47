import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import { listen } from '../../outbound/servers.js';
import type { Canaries } from './canaries.js';

/** An other side that repeats whatever it is told, in every way that comes to mind. */
export interface Mirror {
  readonly url: string;
  /** Over TLS, for those who show a certificate. */
  readonly secureUrl: string;
  /** What came to it so far: `<kind>/<how>` of each request. */
  places(): string[];
  /** All that came, as it came. */
  seen(): string;
  close(): Promise<void>;
}

/** What of a request is repeated: all of it, and every proof that came to the same place before. */
interface Told {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly earlier: readonly string[];
}

type Answer = (told: Told, response: ServerResponse) => void;

const json = (response: ServerResponse, status: number, value: unknown): unknown =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
const escaped = (text: string): string =>
  text.replace(/[^\w\s]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
const html = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const plain = (told: Told): string => [told.url, ...Object.values(told.headers), told.body, ...told.earlier].join('\n');

/** How it answers, by the last part of the path: to calls that surely come to an end at once. */
export const CALM = {
  ok: (told, response) => json(response, 200, { Success: true, status: 'done', Data: told }),
  refused: (told, response) =>
    response.writeHead(400, { 'content-type': 'text/html' }).end(`<p>${html(plain(told))}</p>`),
  'no-success': (told, response) => json(response, 200, { success: false, Errors: Object.values(told.headers) }),
  escaped: (told, response) =>
    response
      .writeHead(422, { 'content-type': 'application/json' })
      .end(`{"saw":"${escaped(plain(told)).replaceAll('\n', '\\n')}"}`),
  encoded: (told, response) => response.writeHead(410).end(encodeURIComponent(JSON.stringify(told))),
  nested: (told, response) => json(response, 409, { raw: JSON.stringify({ raw: JSON.stringify(told) }) }),
  base64: (told, response) => json(response, 400, { raw: Buffer.from(plain(told)).toString('base64') }),
  zipped: (told, response) => response.writeHead(400, { 'content-encoding': 'gzip' }).end(gzipSync(plain(told))),
  utf16: (told, response) =>
    response
      .writeHead(400, { 'content-type': 'text/plain; charset=utf-16le' })
      .end(Buffer.from(plain(told), 'utf16le')),
  cut: (told, response) => response.writeHead(400).end(`${'x'.repeat(4_000)}${plain(told)}`),
  headers: (told, response) => {
    for (const [name, value] of Object.entries(told.headers)) response.setHeader(`x-saw-${name}`, String(value));
    json(response, 200, {});
  },
  'not-found': (told, response) => json(response, 404, told),
  redirect: (told, response) =>
    response.writeHead(302, { location: told.url, link: plain(told).replaceAll('\n', ' ') }).end(plain(told)),
} as const satisfies Record<string, Answer>;

/** To calls that get no usable answer, or are told that the destination is in trouble. */
export const TROUBLE = {
  'server-error': (told, response) => json(response, 500, told),
  unavailable: (told, response) => {
    response.writeHead(503, { 'retry-after': told.headers.authorization ?? told.url }).end(plain(told));
  },
  'too-many': (told, response) =>
    response.writeHead(429, { 'retry-after': plain(told).replaceAll('\n', ' ') }).end(plain(told)),
  reset: (_, response) => response.destroy(),
  'half-an-answer': (told, response) => {
    response.writeHead(200, { 'content-length': 100_000 }).write(plain(told));
    setTimeout(() => response.destroy(), 20);
  },
  'too-large': (told, response) => response.end(plain(told).repeat(20_000)),
  'no-gzip': (told, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(plain(told)),
  late: () => undefined,
} as const satisfies Record<string, Answer>;

const OTHERS: Record<string, Answer> = {
  unauthorised: (told, response) => json(response, 401, told),
  forbidden: (told, response) => json(response, 403, told),
  // A token is renewed.
  'unauthorised-once': (told, response) =>
    json(response, told.earlier.length === 0 ? 401 : 200, { Success: true, Data: told }),
  status: (told, response) => json(response, 200, { status: 'done', told }),
  list: (told, response) => json(response, 200, { Success: true, Data: [{ text: plain(told), value: 'v' }] }),
  'list-refused': (told, response) => json(response, 200, { Success: false, Errors: [plain(told)], Data: [] }),
  'list-broken': (told, response) => json(response, 200, { Success: true, Data: told }),
  'token-refused': (told, response) => json(response, 401, { error: plain(told), error_description: plain(told) }),
  'token-away': (told, response) => json(response, 503, told),
};

/** Starts it on free ports. `tokens`: what its token endpoints give out, by the last part of their path. */
export async function startMirror({ tls }: Canaries, tokens: Readonly<Record<string, string>>): Promise<Mirror> {
  const requests: Told[] = [];
  const answers: Record<string, Answer> = { ...CALM, ...TROUBLE, ...OTHERS };
  for (const [name, token] of Object.entries(tokens)) {
    answers[`token-${name}`] = (_, response) =>
      json(response, 200, { access_token: token, token_type: 'bearer', expires_in: 3_600 });
  }
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const earlier = requests
        .filter((one) => placeOf(one.url) === placeOf(url))
        .flatMap(({ headers: { authorization } }) => authorization ?? []);
      const told = { method, url, headers, body: Buffer.concat(chunks).toString(), earlier };
      requests.push(told);
      const answer = answers[placeOf(url).split('/').at(-1) ?? ''] ?? ((_, one) => one.writeHead(404).end());
      answer(told, response);
    });
  };
  const open = await listen(createServer(listener));
  const secure = await listen(createSecureServer({ ...tls, requestCert: true, rejectUnauthorized: true }, listener));
  return {
    url: `http://127.0.0.1:${open.port}`,
    secureUrl: `https://127.0.0.1:${secure.port}`,
    places: () => requests.map(({ url }) => placeOf(url)),
    seen: () => JSON.stringify(requests),
    close: async () => {
      await Promise.all([open.close(), secure.close()]);
    },
  };
}

function placeOf(url: string): string {
  return new URL(url, 'http://mirror').pathname.slice(1);
}
