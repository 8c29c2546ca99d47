import { z } from 'zod';
import { NoWorkerAnswered, TemporalUnavailable } from '../../client/errors.js';
import { Problem, RETRY_AFTER } from '../errors.js';
import { openRoute } from '../route.js';
import { component } from '../schemas/components.js';

/** Says whether events can be accepted; with `?all`, also whether workers will act on them. */
export const getReadyz = openRoute(
  {
    method: 'get',
    path: '/readyz',
    summary: 'Whether events can be accepted',
    query: z.strictObject({
      all: z
        .enum(['', 'true', 'false'], { error: 'takes no value, or true or false' })
        .optional()
        .describe('Also ask whether a worker polls every queue'),
    }),
    answers: {
      200: {
        description: 'They can; `catalogue` is the hash of the one in use',
        schema: component(
          'Readiness',
          z.object({
            status: z.literal('ready'),
            catalogue: z.string(),
            refusedSince: z.iso
              .datetime()
              .nullable()
              .describe('Since when the folder holds a catalogue that was refused; the log says why'),
          }),
        ),
      },
    },
  },
  async ({ services, query }) => {
    await services.journeys.checkReady({ all: query.all === '' || query.all === 'true' }).catch(rethrowAsNotReady);
    const { catalogue, refusedSince } = services;
    return { status: 200, body: { status: 'ready', catalogue: catalogue().hash, refusedSince: refusedSince() } };
  },
);

function rethrowAsNotReady(error: unknown): never {
  if (error instanceof NoWorkerAnswered) throw notReady(error.message, error);
  // Its message may name addresses, and anyone may ask.
  if (error instanceof TemporalUnavailable) throw notReady('Temporal does not take events; the log says why.', error);
  throw error;
}

function notReady(words: string, cause: Error): Problem {
  return new Problem('unavailable', `Not ready: ${words}`, { headers: { 'Retry-After': RETRY_AFTER }, cause });
}
