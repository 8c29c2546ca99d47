import { z } from 'zod';
import { type Hold, HOLD_SCOPES } from '../../workflows/contracts/keepers/hold.js';
import { component, noQuery, text } from '../http/components.js';
import { Problem } from '../http/errors.js';
import { brandRoute } from '../http/route.js';
import { brandNow } from '../keys/brands.js';

const holdShape = {
  id: z.string().describe('`auto:…` of a hold that Waypost has set itself'),
  scope: z.enum(HOLD_SCOPES),
  name: z.string(),
  reason: z.string(),
  by: z.string().describe('The owner of the key that set it; `waypost` for one that Waypost has set'),
  since: z.iso.datetime(),
} satisfies Record<keyof Hold, z.ZodType>;

const holdSchema = component('Hold', z.object(holdShape));

const countedHold = component(
  'CountedHold',
  z.object({ ...holdShape, waiting: z.number().int().describe('The runs in which something waits for it') }),
);

const holdBody = component(
  'HoldOrder',
  z.strictObject({
    scope: z.enum(HOLD_SCOPES, { error: `must be one of ${HOLD_SCOPES.join(', ')}` }).describe('What is held'),
    name: text()
      .max(128, 'is longer than 128 characters')
      .describe("Which one of them, an action also by its notification type; for a brand, the brand's own name"),
    reason: text()
      .trim()
      .min(1, 'is empty: say why, for those who wonder')
      .max(300, 'is longer than 300 characters: shorten it')
      .meta({ pattern: '\\S', description: 'Stands beside every call that waits' }),
  }),
);

/** Lets the calls of a scope wait, until the hold is taken away. */
export const postHold = brandRoute(
  'holds:write',
  {
    method: 'post',
    path: '/v1/holds',
    summary: 'Let the calls of a brand, destination, action, rule or journey wait',
    query: noQuery,
    body: { schema: holdBody, required: true },
    answers: {
      200: { description: 'It was held already, by this hold', schema: holdSchema },
      201: { description: 'It is held: no call of it begins two seconds from now', schema: holdSchema },
      202: { description: 'It will be held before any call is sent; no worker runs now', schema: holdSchema },
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
    summary: 'List what is held, by people and by Waypost',
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

/** Takes a hold away: what waits for it is sent. */
export const deleteHold = brandRoute(
  'holds:write',
  {
    method: 'delete',
    path: '/v1/holds/{id}',
    summary: 'Take a hold away: what waits is sent, about 50 runs a second',
    query: noQuery,
    answers: {
      200: { description: 'It is gone; this is what it was', schema: holdSchema },
      202: { description: 'It will be gone when a worker runs', schema: holdSchema },
    },
  },
  async ({ services, request, brand, key }) => {
    const id = String(request.params.id);
    const released = await services.journeys.release(brand, { id, by: key.owner });
    if (released) return { status: released.inForce ? 202 : 200, body: released.hold };
    throw new Problem('not-found', 'There is no hold of this id. List them with GET /v1/holds.');
  },
);
