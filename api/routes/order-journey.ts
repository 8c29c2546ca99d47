import { z } from 'zod';
import { brandRoute, type Route } from '../route.js';
import { runIdOf } from '../run-id.js';
import { component } from '../schemas/components.js';
import { text } from '../schemas/text.js';
import { noQuery } from '../schemas/query.js';

const orderBody = component(
  'RunOrder',
  z.strictObject({
    reason: text().max(500, 'is longer than 500 characters').optional().describe('Stands in the journal'),
  }),
);

const orderAnswer = component(
  'RunOrderAnswer',
  z.object({ id: z.string(), order: z.enum(['pause', 'resume', 'cancel']) }),
);

/** Lets no new step of a run begin. */
export const pauseJourney = orderRoute('pause', 'Pause one run: no new step begins');
/** Lets a paused run go on. */
export const resumeJourney = orderRoute('resume', 'Let a paused run go on');
/** Lets a run exit, with its compensations. */
export const cancelJourney = orderRoute('cancel', 'Cancel one run, with its compensations');

function orderRoute(order: 'pause' | 'resume' | 'cancel', summary: string): Route {
  return brandRoute(
    'journeys:write',
    {
      method: 'post',
      path: `/v1/journeys/{id}/${order}`,
      summary,
      query: noQuery,
      body: { schema: orderBody, required: false },
      answers: { 202: { description: "The order is in the run's history", schema: orderAnswer } },
    },
    async ({ services, request, brand, key, body }) => {
      const id = runIdOf(request, brand);
      await services.journeys[order](id, { by: key.owner, reason: body.reason ?? null });
      return { status: 202, body: { id, order } };
    },
  );
}
