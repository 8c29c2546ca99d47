import { z } from 'zod';
import { brandOfEvent } from '../brands.js';
import { Problem } from '../errors.js';
import { nameOfPlayer } from '../intake.js';
import { brandRoute } from '../route.js';
import { component } from '../schemas/components.js';
import { jsonObject, name, opaqueId, text } from '../schemas/text.js';
import { noQuery } from '../schemas/query.js';

const startBody = component(
  'StartOrder',
  z.strictObject({
    journey: name(),
    playerId: opaqueId(),
    key: opaqueId().optional().describe("The run's key, for a journey that has one"),
    id: opaqueId().describe("The caller's own id: the same id again is the same start"),
    data: jsonObject().default({}).describe('What the start event would carry'),
    brand: text()
      .max(128, 'is longer than 128 characters')
      .optional()
      .describe('The brand of the request, or one of its origins'),
  }),
);

const startAnswer = component(
  'StartAnswer',
  z.object({ started: z.boolean(), id: z.string(), run: z.string().describe("Temporal's id of this very run") }),
);

/** Starts a run by hand, or answers with the one already open. */
export const postJourneys = brandRoute(
  'journeys:write',
  {
    method: 'post',
    path: '/v1/journeys',
    summary: 'Start a run by hand',
    query: noQuery,
    body: { schema: startBody, required: true },
    answers: {
      200: { description: 'The run was open already', schema: startAnswer },
      201: { description: 'The run began', schema: startAnswer },
    },
  },
  async ({ services, brand, body }) => {
    const { journey, key = null, id, data } = body;
    const decided = brandOfEvent([brand], body.brand, services.catalogue());
    if ('refusal' in decided) {
      throw new Problem('invalid', `The run can't be started: brand ${decided.refusal}.`, {
        errors: [{ field: 'brand', message: decided.refusal }],
      });
    }
    const playerId = await nameOfPlayer(services, brand, body.playerId);
    const result = await services.journeys.start({ brand, journey, playerId, key, id, data });
    return { status: result.started ? 201 : 200, body: result };
  },
);
