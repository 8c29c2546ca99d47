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
        schema: component('Readiness', z.object({ status: z.literal('ready'), catalogue: z.string() })),
      },
    },
  },
  async ({ services, query }) => {
    try {
      await services.journeys.checkReady({ all: query.all === '' || query.all === 'true' });
    } catch (error) {
      if (!(error instanceof TemporalUnavailable || error instanceof NoWorkerAnswered)) throw error;
      throw new Problem('unavailable', `Not ready: ${error.message}`, { headers: { 'Retry-After': RETRY_AFTER } });
    }
    return { status: 200, body: { status: 'ready', catalogue: services.catalogue().hash } };
  },
);
