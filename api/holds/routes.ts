import { z } from 'zod';
import { type Hold, HOLD_SCOPES } from '../../workflows/contracts/keepers/hold.js';
import { component, noQuery, shapeOf, text } from '../http/components.js';
import { Problem } from '../http/errors.js';
import { brandRoute } from '../http/route.js';
import { brandNow } from '../keys/brands.js';

const holdShape = shapeOf<Hold>()({
  id: z.string().describe('`auto:…` for a hold that Waypost has set'),
  scope: z.enum(HOLD_SCOPES),
  name: z.string(),
  reason: z.string(),
  by: z.string().describe('The owner of the key that set it; `waypost` for one that Waypost has set'),
  since: z.iso.datetime(),
});

const holdSchema = component('Hold', z.object(holdShape));

const countedHold = component(
  'CountedHold',
  z.object({ ...holdShape, waiting: z.number().int().describe('The number of runs that wait for it') }),
);

const holdBody = component(
  'HoldOrder',
  z.strictObject({
    scope: z
      .enum(HOLD_SCOPES, { error: `must be one of ${HOLD_SCOPES.join(', ')}` })
      .describe('The kind of thing to hold'),
    name: text()
      .max(128, 'is longer than 128 characters')
      .describe("Its name; for an action its notification type too; for a brand the brand's own name"),
    reason: text()
      .trim()
      .min(1, 'is required: say why the calls must wait')
      .max(300, 'is longer than 300 characters: shorten it')
      .meta({ pattern: '\\S', description: 'Shown with every call that waits' }),
  }),
);

/** Makes the calls of a scope wait until the hold is released. */
export const postHold = brandRoute(
  'holds:write',
  {
    method: 'post',
    path: '/v1/holds',
    summary: 'Hold the calls of a brand, destination, action, rule or journey',
    query: noQuery,
    body: { schema: holdBody, required: true },
    answers: {
      200: { description: 'It is already held, by this hold', schema: holdSchema },
      201: { description: 'It is held. After two seconds no call begins', schema: holdSchema },
      202: { description: 'No worker runs. The hold counts before the first call is sent', schema: holdSchema },
    },
  },
  async ({ services, brand, key, body }) => {
    brandNow(services.catalogue(), brand);
    const { hold, isNew, inForce } = await services.journeys.hold({ brand, by: key.owner, ...body });
    return { status: isNew ? (inForce ? 201 : 202) : 200, body: hold };
  },
);

/** The holds of a brand. */
export const listHolds = brandRoute(
  'holds:write',
  {
    method: 'get',
    path: '/v1/holds',
    summary: 'List the holds that people and Waypost have set',
    query: noQuery,
    answers: {
      200: {
        description: 'All holds of the brand',
        schema: component('Holds', z.object({ holds: z.array(countedHold) })),
      },
    },
  },
  async ({ services, brand }) => {
    return { status: 200, body: { holds: await services.journeys.holds(brand) } };
  },
);

/** Releases a hold: waiting calls are sent. */
export const deleteHold = brandRoute(
  'holds:write',
  {
    method: 'delete',
    path: '/v1/holds/{id}',
    summary: 'Release a hold: waiting calls are sent, about 50 runs a second',
    query: noQuery,
    answers: {
      200: { description: 'Released; the answer is the hold as it was', schema: holdSchema },
      202: { description: 'No worker runs. The hold is released when one does', schema: holdSchema },
    },
  },
  async ({ services, request, brand, key }) => {
    const id = String(request.params.id);
    const released = await services.journeys.release(brand, { id, by: key.owner });
    if (released) return { status: released.inForce ? 202 : 200, body: released.hold };
    throw new Problem('not-found', 'The brand has no hold with this id. GET /v1/holds lists holds.');
  },
);
