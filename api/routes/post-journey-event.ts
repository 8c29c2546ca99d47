import { z } from 'zod';
import { openIntake } from '../intake.js';
import { judgeEvent } from '../judge-event.js';
import { recordDecisions, recordInvalid } from '../record-decisions.js';
import { brandRoute } from '../route.js';
import { runIdOf } from '../run-id.js';
import { eventAnswerSchema } from '../schemas/decision.js';
import { eventSchema } from '../schemas/event.js';
import { refuseDecisions, refuseInvalid } from './refuse-event.js';
import { noQuery } from '../schemas/query.js';

/** Delivers an event to one open run. */
export const postJourneyEvent = brandRoute(
  'journeys:write',
  {
    method: 'post',
    path: '/v1/journeys/{id}/events',
    summary: 'Deliver an event to one run',
    query: noQuery,
    body: { schema: z.looseObject({}), documented: eventSchema, required: true },
    answers: { 202: { description: "The event is in the run's history", schema: eventAnswerSchema } },
  },
  async ({ services, request, brand, body }) => {
    const id = runIdOf(request, brand);
    const { event, faults, about } = judgeEvent(body, [brand], await openIntake(services));
    if (faults) {
      recordInvalid(services, about, faults);
      throw refuseInvalid(faults);
    }
    const decisions = [await services.journeys.deliver(id, event)];
    recordDecisions(services, event, decisions);
    refuseDecisions(decisions, false);
    return { status: 202, body: { event: event.id, decisions } };
  },
);
