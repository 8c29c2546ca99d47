import type { Request, RequestHandler } from 'express';
import { parseJson } from '../../outbound/answer/parse-json.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { RequestLog } from './request-log.js';

/** Returns the text of the request's body; empty if there was none. Needs `express.raw` before it. */
export function bodyText(request: Request): string {
  const bytes: unknown = request.body;
  return Buffer.isBuffer(bytes) ? bytes.toString('utf8') : '';
}

/** Records every request. */
export function recordRequests(log: RequestLog): RequestHandler {
  return (request, _response, next) => {
    const rawBody = bodyText(request);
    log.add({
      method: request.method,
      path: request.path,
      query: request.query as Record<string, string | string[]>,
      headers: request.headers as Record<string, string | string[]>,
      body: readable(rawBody, request.headers['content-type']),
      rawBody,
      time: new Date().toISOString(),
    });
    next();
  };
}

function readable(text: string, contentType: string | undefined): JsonValue {
  if (text === '') return null;
  if (contentType !== undefined && !/json/i.test(contentType)) return text;
  try {
    return parseJson(text);
  } catch {
    return text; // what a client sent by mistake is to be seen too
  }
}
