import http, { type ClientRequest, type RequestOptions, validateHeaderName, validateHeaderValue } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import axios, { type AxiosResponse } from 'axios';
import { readAnswer } from '../answer/read-answer.js';
import type { RequestResult } from './result.js';
import { guardTarget, type Resolve, type TargetGuard } from './target-guard.js';
import { targetUrl } from './target-url.js';
import type { TlsMaterial } from './tls-material.js';
import { type Progress, toFailed } from './to-failed.js';
import { watchConnection } from './watch-connection.js';

const pool = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };

/** The address of a destination, and the means to reach it. */
export interface Home {
  /** The destination's base URL. */
  readonly base: string;
  /** Addresses, ranges and host names that may be reached though they are not public. */
  readonly allow: readonly string[];
  readonly tls: TlsMaterial | null;
}

/** One HTTP request to be made. `headers` hold everything, also what proves who asks. */
export interface OutboundRequest extends Home {
  readonly method: 'POST' | 'GET' | 'DELETE';
  /** Path and query below the base URL, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Epoch milliseconds after which nothing is written and nothing more is awaited. */
  readonly deadline: number;
  /** True to open a separate connection: the reset of a reused one might say nothing about this request. */
  readonly fresh: boolean;
  /** The clock, in epoch milliseconds. */
  readonly now?: () => number;
  readonly resolve?: Resolve;
}

/**
 * Makes one HTTP request. Goes only where the guard lets it, follows no redirect, uses no proxy, resends nothing, and
 * never rejects.
 */
export async function sendRequest(request: OutboundRequest): Promise<RequestResult> {
  const now = request.now ?? Date.now;
  const progress: Progress = { connection: { written: false, brokenOff: null }, answered: false };
  const left = request.deadline - now();
  if (left <= 0) return toFailed(null, { ...progress, connection: { written: false, brokenOff: 'late' } }, false);
  const timeLeft = new AbortController();
  const timer = setTimeout(() => timeLeft.abort(), left);
  try {
    const url = targetUrl(request.base, request.path);
    const guard = guardTarget(url, request.allow, request.resolve);
    checkHeaders(request.headers);
    const response = await exchange({ ...request, now }, url, guard, timeLeft.signal, progress);
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

function exchange(
  request: OutboundRequest & { readonly now: () => number },
  url: string,
  guard: TargetGuard,
  signal: AbortSignal,
  progress: Progress,
): Promise<AxiosResponse<Readable>> {
  const secure = url.startsWith('https:');
  const transport = {
    request(options: RequestOptions, onResponse: (response: http.IncomingMessage) => void): ClientRequest {
      // The certificate is checked whatever the environment says.
      const guarded = { ...options, ...request.tls, rejectUnauthorized: true, lookup: guard.lookup };
      const sent = (secure ? https : http).request(guarded, onResponse);
      progress.connection = watchConnection(sent, { secure, guard, deadline: request.deadline, now: request.now });
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
