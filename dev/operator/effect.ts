import type { Request, RequestHandler } from 'express';
import { isLosslessNumber, parse } from 'lossless-json';
import { z } from 'zod';
import { failed, invalid, send, succeeded, type Answer } from './answer.js';
import type { LedgerChange } from './ledger.js';
import { bodyText } from './record-requests.js';
import type { OperatorState } from './state.js';

/** The result of a request: a change for the ledger, or a refusal (a sentence for people; nothing changed). */
export type Outcome = LedgerChange | { readonly refused: string };

/**
 * Creates a route that changes something for a player. It reads a JSON body by `schema` (400 with the field's name if
 * it doesn't fit), does the work and books it. An `Idempotency-Key` that was used on this path gets its first answer,
 * even a refusal, and nothing is done again. A body that doesn't fit uses up no key.
 */
export function effect<Body>(
  state: OperatorState,
  schema: z.ZodType<Body>,
  work: (body: Body, request: Request) => Outcome,
): RequestHandler {
  function perform(body: Body, request: Request, key: string | null): Answer {
    const outcome = work(body, request);
    if ('refused' in outcome) return failed(422, [outcome.refused]);
    state.ledger.add(outcome, key);
    return succeeded();
  }

  return (request, response) => {
    const key = request.get('idempotency-key') || null;
    const place = `${request.path} ${key}`;
    const first = key === null ? undefined : state.answers.get(place);
    if (first && state.settings.honourIdempotencyKey) {
      send(response, first);
      return;
    }
    const parsed = readBody(request, schema);
    if (!parsed.success) {
      send(response, invalid(parsed.error));
      return;
    }
    const answer = perform(parsed.data, request, key);
    if (key !== null && !first) state.answers.set(place, answer);
    send(response, answer);
  };
}

/**
 * Reads a JSON object from a request's body. Numbers come as `LosslessNumber`, so that ids and amounts keep their
 * digits.
 */
function readBody<Body>(request: Request, schema: z.ZodType<Body>): z.ZodSafeParseResult<Body> {
  return jsonObject.pipe(schema).safeParse(bodyText(request));
}

const jsonObject = z.string().transform((text, context): unknown => {
  const complain = (reason: string): never => {
    context.addIssue({ code: 'custom', message: `must be a JSON object, but ${reason}` });
    return z.NEVER;
  };
  if (text === '') return complain('it is empty');
  try {
    const value = parse(text);
    return value instanceof Object && !Array.isArray(value) && !isLosslessNumber(value)
      ? value
      : complain('it is another JSON value');
  } catch (error) {
    return complain(`it is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
});
