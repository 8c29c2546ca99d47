import { z } from 'zod';
import { nameOfPlayer } from '../events/intake.js';
import { campaign } from '../events/schemas.js';
import { component, jsonObject, noQuery, opaqueId } from '../http/components.js';
import { brandRoute } from '../http/route.js';

const fireBody = component(
  'FireOrder',
  z.strictObject({
    id: opaqueId().describe("The caller's own id: the same id again is the same fire"),
    playerId: opaqueId(),
    data: jsonObject().default({}).describe('What the event would carry'),
    state: jsonObject().exactOptional().describe('What the caller knows of the player'),
    campaign: campaign.exactOptional(),
    trigger: z
      .enum(['event', 'reward'], { error: 'must be event or reward' })
      .default('event')
      .describe("The rule's own trigger: a reward fires only actions that are enabled for rewards"),
  }),
);

const fireAnswer = component(
  'FireAnswer',
  z.object({
    fired: z.boolean(),
    rule: z.string(),
    id: z.string().describe("The id of the rule's run: see /v1/journeys/{id}"),
    run: z.string().describe("Temporal's id of this very run"),
  }),
);

/** Fires a rule by hand, or answers with the run that the same id has fired. */
export const fireRule = brandRoute(
  'rules:fire',
  {
    method: 'post',
    path: '/v1/rules/{rule}/fire',
    summary: 'Fire a rule by hand for a player',
    query: noQuery,
    body: { schema: fireBody, required: true },
    answers: {
      200: { description: 'The same id has fired it before: the first answer', schema: fireAnswer },
      201: { description: 'It is fired', schema: fireAnswer },
    },
  },
  async ({ services, request, brand, body }) => {
    const playerId = await nameOfPlayer(services, brand, body.playerId);
    const result = await services.journeys.fire({ ...body, brand, rule: String(request.params.rule), playerId });
    return { status: result.fired ? 201 : 200, body: result };
  },
);
