import { z } from 'zod';
import { brandRoute } from '../route.js';
import { runIdOf } from '../run-id.js';
import { runExplanationSchema } from '../schemas/run.js';

/** One run explained. */
export const getJourney = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/journeys/{id}',
    summary: 'Explain one run',
    query: z.strictObject({
      run: z
        .string()
        .regex(
          /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
          "must be a run's id as Temporal gives it, a UUID",
        )
        .optional()
        .describe('Which run of this id; the latest when it is missing'),
    }),
    answers: {
      200: {
        description: 'Its state, its journal, what it waits for, and the attempts under way',
        schema: runExplanationSchema,
      },
    },
  },
  async ({ services, request, brand, query }) => ({
    status: 200,
    body: await services.journeys.explain(runIdOf(request, brand), query.run),
  }),
);
