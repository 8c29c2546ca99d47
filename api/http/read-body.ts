import express, { type Request, type RequestHandler, type Response } from 'express';
import { JsonRefused, parseJson } from '../../outbound/answer/parse-json.js';
import type { JsonObject, JsonValue } from '../../workflows/contracts/json.js';
import { Problem } from './errors.js';
import { shorten } from './problem.js';

/** The largest body that is read, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024;

function rawReader(limit: number): RequestHandler {
  return express.raw({ type: () => true, limit });
}

/**
 * Reads a request's JSON body of at most `limit` bytes; `undefined` when there is none. Throws problems of 400, 413 and
 * 415.
 */
export async function readBody(
  request: Request,
  response: Response,
  limit = MAX_BODY_BYTES,
): Promise<JsonValue | undefined> {
  if (!hasBody(request)) return undefined;
  if (contentTypeOf(request) !== 'json') throw refusedType('application/json');
  const bytes = await readBytes(request, response, limit);
  return bytes.length === 0 ? undefined : parseJsonBytes(bytes);
}

/** Reads a JSON or form body and its bytes. A form's fields are strings; a repeated one is a list. */
export async function readJsonOrForm(
  request: Request,
  response: Response,
): Promise<{ readonly body: JsonValue | undefined; readonly bytes: Buffer }> {
  if (!hasBody(request)) return { body: undefined, bytes: Buffer.alloc(0) };
  const type = contentTypeOf(request);
  if (type === null) throw refusedType('application/json or application/x-www-form-urlencoded');
  const bytes = await readBytes(request, response, MAX_BODY_BYTES);
  if (bytes.length === 0) return { body: undefined, bytes };
  return { body: type === 'json' ? parseJsonBytes(bytes) : fieldsOf(decode(bytes), 'body'), bytes };
}

/** Returns the fields of a form or query as a flat object. Throws a problem of 400 for `__proto__`. */
export function fieldsOf(encoded: string, where: string): JsonObject {
  const fields = new URLSearchParams(encoded);
  if (fields.has('__proto__')) {
    const errors = [{ field: `${where}.__proto__`, message: 'is not allowed: rename it' }];
    throw new Problem('malformed-request', `The ${where} must not have a field "__proto__": rename it.`, {
      errors,
    });
  }
  return Object.fromEntries(
    [...new Set(fields.keys())].map((name) => {
      const values = fields.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

function parseJsonBytes(bytes: Buffer): JsonValue {
  try {
    return parseJson(decode(bytes));
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error;
    const message = shorten(error.message, 300);
    throw new Problem('malformed-json', `The body can't be parsed: ${message}`, {
      errors: [{ field: error.path === '' ? 'body' : shorten(error.path, 100), message }],
    });
  }
}

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

/** Returns the kind of a body by its Content-Type; `null` for kinds that the API does not read. */
function contentTypeOf(request: Request): 'json' | 'form' | null {
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-8"?$/.test(charset)) return null;
  if (/^application\/([a-z0-9!#$&^_.+-]+\+)?json$/.test(type.trim())) return 'json';
  return type.trim() === 'application/x-www-form-urlencoded' ? 'form' : null;
}

function refusedType(allowed: string): Problem {
  return new Problem('unsupported-media-type', `Send the body in UTF-8, with its Content-Type: ${allowed}.`, {
    errors: [{ field: 'Content-Type', message: `must be ${allowed}` }],
    headers: { 'Accept-Post': allowed.replaceAll(' or ', ', ') },
  });
}

function readBytes(request: Request, response: Response, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    rawReader(limit)(request, response, (error: unknown) => {
      if (error !== undefined) reject(problemOfReading(error, limit));
      else resolve(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
    });
  });
}

// The words in `type` are body-parser's: https://github.com/expressjs/body-parser#errors
function problemOfReading(error: unknown, limit: number): Error {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  switch (type) {
    case 'entity.too.large':
      return new Problem('body-too-large', `The body is larger than ${limit / 1024} kB: send a smaller one.`, {
        errors: [{ field: 'body', message: `is larger than ${limit / 1024} kB` }],
      });
    case 'encoding.unsupported':
      return new Problem(
        'unsupported-media-type',
        'Send the body uncompressed, or compressed with gzip, deflate or br.',
        {
          errors: [{ field: 'Content-Encoding', message: 'is not supported' }],
        },
      );
    case 'request.aborted':
    case 'request.size.invalid':
      return new Problem('malformed-request', 'The body ended before its Content-Length was reached: send all of it.');
    default:
      if (error instanceof Error && !('status' in error && error.status === 400)) return error;
      return new Problem(
        'malformed-request',
        'The body can not be decompressed: it does not match its Content-Encoding.',
      );
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('malformed-json', 'The body is not UTF-8: encode it as UTF-8.', {
      errors: [{ field: 'body', message: 'is not UTF-8' }],
    });
  }
}
