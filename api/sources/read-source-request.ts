import type { Request, Response } from 'express';
import type { SourceRequest } from '../../catalogue/map-source.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import { fieldsOf, readJsonOrForm } from '../read-body.js';

/** Headers that prove who asks: no source may map them into an event. */
const PROOFS = ['authorization', 'proxy-authorization', 'x-api-key', 'cookie', 'webhook-signature'];

/** Reads a request of an upstream system: JSON or a form, up to 256 kB. Throws problems of 400, 413 and 415. */
export async function readSourceRequest(request: Request, response: Response): Promise<SourceRequest> {
  const { body, bytes } = await readJsonOrForm(request, response);
  const [, rawQuery = ''] = /^[^?]*\?(.*)$/s.exec(request.originalUrl) ?? [];
  return {
    method: request.method,
    query: fieldsOf(rawQuery, 'query'),
    headers: plainHeaders(request),
    body,
    rawBody: bytes,
    rawQuery,
  };
}

function plainHeaders(request: Request): JsonObject {
  const headers = Object.entries(request.headers).flatMap(([name, value]) => {
    return typeof value !== 'string' || PROOFS.includes(name) ? [] : [[name, value] as const];
  });
  return Object.fromEntries(headers);
}
