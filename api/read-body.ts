import express, { type Request, type RequestHandler, type Response } from 'express';
import type { JsonValue } from '../workflows/contracts/json.js';
import { JsonRefused, parseJson } from '../outbound/parse-json.js';
import { Problem } from './errors.js';
import { shorten } from './schemas/problem.js';

/** The largest body that is read, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024;

const readRaw: RequestHandler = express.raw({ type: () => true, limit: MAX_BODY_BYTES });

/** Reads a request's JSON body; `undefined` when there is none. Throws problems of 400, 413 and 415. */
export async function readBody(request: Request, response: Response): Promise<JsonValue | undefined> {
  if (!hasBody(request)) return undefined;
  requireJson(request);
  const bytes = await readBytes(request, response);
  if (bytes.length === 0) return undefined;
  try {
    return parseJson(decode(bytes));
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    const message = shorten(error.message, 300);
    throw new Problem('malformed-json', `The body can't be taken: ${message}`, {
      errors: [{ field: error.path === '' ? 'body' : shorten(error.path, 100), message }],
    });
  }
}

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

function requireJson(request: Request): void {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const isJson = /^application\/([a-z0-9!#$&^_.+-]+\+)?json$/.test(type.trim());
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  if (isJson && (charset === undefined || /^charset="?utf-8"?$/.test(charset))) return;
  throw new Problem('unsupported-media-type', 'Send JSON in UTF-8, with the header "Content-Type: application/json".', {
    errors: [{ field: 'Content-Type', message: 'must be application/json' }],
    headers: { 'Accept-Post': 'application/json' },
  });
}

function readBytes(request: Request, response: Response): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    readRaw(request, response, (error: unknown) => {
      if (error !== undefined) reject(problemOfReading(error));
      else resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
    });
  });
}

// The words in `type` are body-parser's: https://github.com/expressjs/body-parser#errors
function problemOfReading(error: unknown): Error {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return new Problem('body-too-large', `The body is larger than ${MAX_BODY_BYTES / 1024} kB: send less at once.`, {
        errors: [{ field: 'body', message: `is larger than ${MAX_BODY_BYTES / 1024} kB` }],
      });
    case 'encoding.unsupported':
      return new Problem('unsupported-media-type', 'Send the body as it is, or with gzip, deflate or br.', {
        errors: [{ field: 'Content-Encoding', message: 'is not supported' }],
      });
    case 'request.aborted':
    case 'request.size.invalid':
      return new Problem('malformed-request', 'The body ended before its announced length.');
    default:
      if (error instanceof Error && !('status' in error && error.status === 400)) return error;
      return new Problem(
        'malformed-request',
        'The body could not be decompressed: send it as its Content-Encoding says.',
      );
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('malformed-json', 'The body is not UTF-8: encode it so.', {
      errors: [{ field: 'body', message: 'is not UTF-8' }],
    });
  }
}
