import { z } from 'zod';
import { nameOfPlayer } from '../intake.js';
import { requireKnownNames } from '../known-names.js';
import { brandRoute } from '../route.js';
import { ruleJourney } from '../../workflows/contracts/names.js';
import { runPageSchema, STATUSES } from '../schemas/run.js';
import { journeyName, pageShape } from '../schemas/run-filter.js';
import { name, opaqueId } from '../schemas/text.js';

const query = z
  .strictObject({
    player: opaqueId().optional().describe('The id of a player'),
    journey: journeyName().optional(),
    rule: name().optional().describe('Only the runs of this rule'),
    status: z.enum(STATUSES, { error: `must be one of ${STATUSES.join(', ')}` }).optional(),
    attention: z
      .enum(['true', 'false'], { error: 'must be true or false' })
      .optional()
      .describe('Only runs that need a person, or only those that do not'),
    ...pageShape,
  })
  .refine(({ journey, rule }) => journey === undefined || rule === undefined, {
    path: ['rule'],
    error: 'is there beside journey: name one of them',
  });

/** One page of the brand's runs. */
export const listJourneys = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/journeys',
    summary: 'List runs, the newest first',
    query,
    answers: { 200: { description: 'A page; `next` is the cursor of the page after it', schema: runPageSchema } },
  },
  async ({ services, brand, query: { player, journey, rule, status, attention, limit, cursor } }) => {
    const of = rule === undefined ? journey : ruleJourney(rule);
    const page = await services.journeys.list({
      brand,
      limit,
      ...(player === undefined ? {} : { playerId: await nameOfPlayer(services, brand, player, 'player') }),
      ...(of === undefined ? {} : { journey: of }),
      ...(status === undefined ? {} : { status }),
      ...(attention === undefined ? {} : { attention: attention === 'true' }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (page.runs.length === 0 && cursor === undefined) requireKnownNames(services, brand, { journey, rule });
    return { status: 200, body: page };
  },
);
