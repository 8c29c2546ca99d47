import { z } from 'zod';
import type { Decision } from '../../client/events/decisions.js';
import { MAX_EVENT_ID_LENGTH } from '../../workflows/contracts/names.js';
import { flag, noQuery } from '../http/components.js';
import { Problem } from '../http/errors.js';
import { faultsOf } from '../http/problem.js';
import { brandRoute, keyRoute } from '../http/route.js';
import type { StoredKey } from '../keys/stored-keys.js';
import { runIdOf } from '../runs/routes.js';
import type { Services } from '../services.js';
import { acceptOne, refuseDecisions, refuseInvalid } from './accept-one.js';
import { inLanes } from './in-lanes.js';
import { openIntake } from './intake.js';
import { judgeEvent } from './judge-event.js';
import { recordDecisions, recordInvalid } from './record-decisions.js';
import {
  batchFrameSchema,
  type EventAnswer,
  eventAnswerSchema,
  eventsAnswerSchema,
  eventsBodySchema,
  eventSchema,
} from './schemas.js';

/** Players of a batch whose events are routed at the same time. */
const LANES = 16;

/** Takes one event or a batch and answers with the decisions on each. */
export const postEvents = keyRoute(
  'events:write',
  {
    method: 'post',
    path: '/v1/events',
    summary: 'Send one event, or up to 500',
    query: z.strictObject({
      dryRun: flag('Decide, and do nothing'),
      strict: flag('Answer 422 for a single event that no journey listens to'),
    }),
    body: { schema: z.looseObject({}), documented: eventsBodySchema, required: true },
    answers: {
      202: {
        description:
          'Temporal has accepted everything that the decisions promise. With `dryRun` nothing was sent to it',
        schema: eventsAnswerSchema,
      },
    },
  },
  async ({ services, key, body, query }) => {
    const options = { dryRun: query.dryRun };
    if ('events' in body) {
      return { status: 202, body: { events: await takeBatch(services, key, eventsOf(body), options) } };
    }
    const { event, faults, about } = judgeEvent(body, key.brands, await openIntake(services));
    if (faults) {
      if (!query.dryRun) recordInvalid(services, about, faults);
      throw refuseInvalid(faults);
    }
    const decisions = await acceptOne(services, event, query);
    return { status: 202, body: { event: event.id, decisions } };
  },
);

function eventsOf(body: object): unknown[] {
  const frame = batchFrameSchema.safeParse(body);
  if (frame.success) return frame.data.events;
  const errors = faultsOf(frame.error);
  throw new Problem('malformed-request', `The batch is invalid: ${errors[0].field} ${errors[0].message}.`, {
    errors,
  });
}

async function takeBatch(
  services: Services,
  key: StoredKey,
  inputs: readonly unknown[],
  options: { readonly dryRun: boolean },
): Promise<EventAnswer[]> {
  const intake = await openIntake(services);
  const judged = inputs.map((input) => judgeEvent(input, key.brands, intake));
  // Events of one player keep their order: a start must reach Temporal before the events that the run hears.
  return await inLanes(LANES, judged, playerOf, async ({ event, faults, about }, index) => {
    if (faults) {
      if (!options.dryRun) recordInvalid(services, about, faults);
      return { event: nameOf(inputs[index], index), decisions: [invalid(faults)] };
    }
    const decisions = await services.journeys.accept(event, options);
    if (!options.dryRun) recordDecisions(services, event, decisions);
    return { event: event.id, decisions };
  });
}

function playerOf({ event }: ReturnType<typeof judgeEvent>): string {
  return event ? JSON.stringify([event.brand, event.playerId]) : '';
}

function invalid([fault]: readonly [{ field: string; message: string }, ...unknown[]]): Decision {
  return { decision: 'invalid', field: fault.field, reason: fault.message };
}

function nameOf(input: unknown, index: number): string | number {
  const id = typeof input === 'object' && input !== null && 'id' in input ? input.id : undefined;
  return typeof id === 'string' && id !== '' && id.length <= MAX_EVENT_ID_LENGTH ? id : index;
}

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
