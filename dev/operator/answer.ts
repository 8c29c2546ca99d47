import type { Response } from 'express';
import type { z } from 'zod';
import type { FaultAnswer } from './control-schemas.js';
import type { JsonValue } from '../../workflows/contracts/json.js';

/** An answer. A string body is sent as it is, `undefined` as nothing, anything else as JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonValue | undefined;
}

/** Returns `{ "Success": true, "Errors": [] }`, with `Data` if given. */
export function succeeded(data?: JsonValue): Answer {
  const body = { Success: true, Errors: [], ...(data === undefined ? {} : { Data: data }) };
  return { status: 200, headers: {}, body };
}

/** Returns `{ "Success": false, "Errors": […] }`. */
export function failed(status: number, errors: readonly string[], headers: Answer['headers'] = {}): Answer {
  return { status, headers, body: { Success: false, Errors: [...errors] } };
}

/** Returns a 400 with a sentence for each fault of the input. Each begins with the field's name. */
export function invalid(error: z.ZodError): Answer {
  return failed(
    400,
    error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`),
  );
}

/** Returns any JSON. */
export function json(body: JsonValue, status = 200): Answer {
  return { status, headers: {}, body };
}

/** Sets the fault that the answer to this request gets. */
export function spoil(response: Response, fault: FaultAnswer): void {
  response.locals['fault'] = fault;
}

/** Sends an answer. All answers leave here, and faults delay, change and cut them here. */
export function send(response: Response, answer: Answer): void {
  const fault = response.locals['fault'] as FaultAnswer | undefined;
  later(response, fault?.delayMs, () => {
    if (fault?.cut === 'after-processing') response.socket?.destroy();
    else write(response, { ...answer, headers: { ...answer.headers, ...fault?.headers } }, fault?.cut === 'mid-body');
  });
}

/** Runs an action after a delay in milliseconds, unless the connection is gone by then. */
export function later(response: Response, delayMs: number | undefined, act: () => void): void {
  if (!delayMs) {
    act();
    return;
  }
  const timer = setTimeout(act, delayMs);
  response.once('close', () => clearTimeout(timer));
}

function write(response: Response, { status, headers, body }: Answer, cut: boolean): void {
  const bytes = Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
  response.statusCode = status;
  if (bytes.length > 0) response.setHeader('content-type', type);
  if (cut) response.setHeader('content-length', bytes.length);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (cut) response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
  else response.end(bytes);
}
