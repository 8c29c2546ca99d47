import http, { validateHeaderName, validateHeaderValue, type ClientRequest, type RequestOptions } from 'node:http';
import https from 'node:https';
import { addAbortSignal, type Readable } from 'node:stream';
import axios, { type AxiosResponse } from 'axios';
import { decodeBody } from './decode-body.js';
import { failureKind, type FailureKind } from './failures.js';
import { targetUrl, WrongTarget } from './target-url.js';
import { watchConnection, type Connection } from './watch-connection.js';

const MAX_ANSWER_BYTES = 1024 * 1024;

const pool = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };

/** One HTTP request to be made. `headers` hold everything, also what proves who asks. */
export interface OutboundRequest {
  /** The destination's base URL. */
  readonly base: string;
  readonly method: 'POST' | 'GET';
  /** Path and query below the base URL, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Epoch milliseconds after which nothing is written and nothing more is awaited. */
  readonly deadline: number;
  /** Whether to open a connection of its own: the reset of a reused one may tell nothing about this request. */
  readonly fresh: boolean;
  /** The clock, in epoch milliseconds. */
  readonly now?: () => number;
}

/** What came back: headers in lower case, the body as text, at most 1 MB once decompressed. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyText: string;
  /** Why some characters of the text may be wrong, in a sentence; `null` when it was read by its charset. */
  readonly garbled: string | null;
}

/** No usable answer came. `written` is false only when surely no byte of the request has left. */
export interface Failed {
  readonly kind: 'failed';
  readonly what: FailureKind;
  readonly written: boolean;
  /** A sentence for people, without secrets. */
  readonly message: string;
}

/** What one request came to. */
export type RequestResult = Answer | Failed;

/** Makes one HTTP request. Follows no redirect, uses no proxy, resends nothing, and never rejects. */
export async function sendRequest(request: OutboundRequest): Promise<RequestResult> {
  const now = request.now ?? Date.now;
  const progress: Progress = { connection: { written: false, brokenOff: null }, answered: false };
  const left = request.deadline - now();
  if (left <= 0) return toFailed(null, { ...progress, connection: { written: false, brokenOff: 'late' } }, false);
  const timeLeft = new AbortController();
  const timer = setTimeout(() => timeLeft.abort(), left);
  try {
    const url = targetUrl(request.base, request.path);
    checkHeaders(request.headers);
    const response = await exchange(request, url, timeLeft.signal, now, progress);
    progress.answered = true;
    return await readAnswer(response, timeLeft.signal);
  } catch (error) {
    return toFailed(error, progress, timeLeft.signal.aborted);
  } finally {
    clearTimeout(timer);
  }
}

/** axios would leave out what HTTP can't carry, and send the rest. */
function checkHeaders(headers: OutboundRequest['headers']): void {
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
}

interface Progress {
  connection: Connection;
  answered: boolean;
}

function exchange(
  request: OutboundRequest,
  url: string,
  signal: AbortSignal,
  now: () => number,
  progress: Progress,
): Promise<AxiosResponse<Readable>> {
  const secure = url.startsWith('https:');
  const transport = {
    request(options: RequestOptions, onResponse: (response: http.IncomingMessage) => void): ClientRequest {
      const sent = (secure ? https : http).request(options, onResponse);
      progress.connection = watchConnection(sent, secure, request.deadline, now);
      return sent;
    },
  };
  return axios.request<Readable>({
    adapter: 'http',
    url,
    method: request.method,
    headers: { accept: 'application/json, */*;q=0.5', 'user-agent': 'waypost', ...request.headers },
    // As bytes: axios would trim a string and so change what the history has recorded.
    ...(request.body === null ? {} : { data: Buffer.from(request.body, 'utf8') }),
    responseType: 'stream',
    validateStatus: () => true,
    maxRedirects: 0,
    proxy: false,
    httpAgent: request.fresh ? false : pool.http,
    httpsAgent: request.fresh ? false : pool.https,
    signal,
    transport,
  });
}

async function readAnswer(response: AxiosResponse<Readable>, signal: AbortSignal): Promise<RequestResult> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of addAbortSignal(signal, response.data) as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) {
      const message = `${response.status} came with more than ${MAX_ANSWER_BYTES / 1024} kB`;
      return { kind: 'failed', what: 'too-large', written: true, message };
    }
  }
  const headers = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
  const byName = Object.fromEntries(headers) as Record<string, string>;
  const { text, garbled } = decodeBody(Buffer.concat(chunks), byName['content-type']);
  return { kind: 'answer', status: response.status, headers: byName, bodyText: text, garbled };
}

function toFailed(error: unknown, progress: Progress, timedOut: boolean): Failed {
  const { written, brokenOff } = progress.connection;
  const failed = (what: FailureKind, message: string): Failed => ({ kind: 'failed', what, written, message });
  if (error instanceof WrongTarget) return failed('invalid', error.message);
  if (brokenOff === 'late') return failed('late', 'its time was up before the first byte was written');
  if (brokenOff === 'connect-timeout') return failed('timeout', 'no connection within 5 s');
  if (timedOut) return failed('timeout', written ? 'no whole answer in time' : 'no connection in time');
  const code = codeOf(error);
  const kind = failureKind(code);
  const text = `${kind}${code === undefined ? '' : ` (${code})`}`;
  if (progress.answered && kind !== 'unreadable') return failed('cut-short', `the answer was cut short: ${text}`);
  if (!written && kind === 'reset')
    return failed('tls', `the connection broke before the request was written: ${text}`);
  return failed(kind, `no answer: ${text}`);
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
