import { z } from 'zod';
import { ATTENTION_KINDS } from '../../client/attention/attention.js';
import { nameOfPlayer } from '../intake.js';
import { requireKnownNames } from '../known-names.js';
import { brandRoute } from '../route.js';
import { attentionPageSchema, attentionSummarySchema } from '../schemas/attention.js';
import { journeyName, pageShape } from '../schemas/run-filter.js';
import { noQuery } from '../schemas/query.js';
import { name, opaqueId, text } from '../schemas/text.js';

const query = z.strictObject({
  kind: z.enum(ATTENTION_KINDS, { error: `must be one of ${ATTENTION_KINDS.join(', ')}` }).exactOptional(),
  destination: name().exactOptional(),
  action: name().exactOptional(),
  reason: text()
    .min(1, 'is empty: leave it out')
    .max(300, 'is longer than 300 characters')
    .exactOptional()
    .describe('How the reason begins'),
  player: opaqueId().optional().describe('The id of a player'),
  journey: journeyName().exactOptional(),
  ...pageShape,
});

/** One page of what needs a person. */
export const listAttention = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/attention',
    summary: 'List what needs a person: parked calls, stuck and failed runs, automatic holds',
    query,
    answers: {
      200: {
        description:
          'A page; `next` is the cursor of the page after it. It may be shorter than `limit`, or a little longer',
        schema: attentionPageSchema,
      },
    },
  },
  async ({ services, brand, query: { player, cursor, ...filter } }) => {
    const page = await services.journeys.attention.list({
      brand,
      ...filter,
      ...(player === undefined ? {} : { playerId: await nameOfPlayer(services, brand, player, 'player') }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (page.items.length === 0 && page.next === null && cursor === undefined) {
      const { journey, action, destination } = filter;
      requireKnownNames(services, brand, { journey, action, destination });
    }
    return { status: 200, body: page };
  },
);

/** All that needs a person, counted. */
export const sumAttention = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/attention/summary',
    summary: 'What needs a person, by kind, destination, action and reason, with the oldest and the money at stake',
    query: noQuery,
    answers: { 200: { description: 'The largest group first', schema: attentionSummarySchema } },
  },
  async ({ services, brand }) => ({ status: 200, body: await services.journeys.attention.summary(brand) }),
);
