import { z } from 'zod';
import { nameOfPlayer } from '../events/intake.js';
import { campaign } from '../events/schemas.js';
import { component, jsonObject, noQuery, opaqueId } from '../http/components.js';
import { brandRoute } from '../http/route.js';

const fireBody = component(
  'FireOrder',
  z.strictObject({
    id: opaqueId().describe("The caller's own id. A repeat with the same id does not fire again"),
    playerId: opaqueId(),
    data: jsonObject().default({}).describe('The data of the event'),
    state: jsonObject().exactOptional().describe('The state of the player'),
    campaign: campaign.exactOptional(),
    trigger: z
      .enum(['event', 'reward'], { error: 'must be event or reward' })
      .default('event')
      .describe('The trigger of the rule. A reward fires only actions with `rewardsEnabled`'),
  }),
);

const fireAnswer = component(
  'FireAnswer',
  z.object({
    fired: z.boolean(),
    rule: z.string(),
    id: z.string().describe("The id of the rule's run, for /v1/journeys/{id}"),
    run: z.string().describe("Temporal's own id of the run"),
  }),
);

/** Fires a rule by hand, or answers with the run that the same id fired before. */
export const fireRule = brandRoute(
  'rules:fire',
  {
    method: 'post',
    path: '/v1/rules/{rule}/fire',
    summary: 'Fire a rule by hand for a player',
    query: noQuery,
    body: { schema: fireBody, required: true },
    answers: {
      200: { description: 'The same id fired it before; this is the first answer', schema: fireAnswer },
      201: { description: 'The rule has fired', schema: fireAnswer },
    },
  },
  async ({ services, request, brand, body }) => {
    const playerId = await nameOfPlayer(services, brand, body.playerId);
    const result = await services.journeys.fire({ ...body, brand, rule: String(request.params.rule), playerId });
    return { status: result.fired ? 201 : 200, body: result };
  },
);
