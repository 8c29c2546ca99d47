import { z } from 'zod';
import type { DestinationStatus } from '../../client/journey-client.js';
import { component, noQuery } from '../http/components.js';
import { brandRoute } from '../http/route.js';
import { brandNow } from '../keys/brands.js';

const instant = z.iso.datetime();

const destination = component(
  'DestinationStatus',
  z.object({
    destination: z.string(),
    state: z
      .enum(['held', 'well', 'failing', 'down', 'unknown'])
      .describe(
        '`failing` after a failure, `down` after five in a row until the first answer; `unknown`: nothing was sent of late',
      ),
    since: instant.nullable(),
    lastAnswer: z.object({ at: instant, status: z.number().int() }).nullable(),
    waiting: z.number().int().describe('The runs in which a call or a question waits for it, or for its hold'),
    oldest: instant.nullable().describe('Since when the oldest of them waits; of a held one at the earliest'),
    outcomes: z
      .record(z.string(), z.number().int())
      .describe('What the requests of five minutes came to, as they were last reported'),
    reportedAt: instant.nullable(),
    holds: z
      .array(z.object({ id: z.string(), by: z.string(), since: instant, reason: z.string() }))
      .describe('What keeps its calls: release with DELETE /v1/holds/{id}'),
  } satisfies Record<keyof DestinationStatus, z.ZodType>),
);

/** How each destination of a brand does. */
export const listDestinations = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/destinations',
    summary: 'How each destination does: state, last answer, what waits, who holds it',
    query: noQuery,
    answers: {
      200: {
        description: 'All destinations of the brand',
        schema: component('Destinations', z.object({ destinations: z.array(destination) })),
      },
    },
  },
  async ({ services, brand }) => {
    brandNow(services.catalogue(), brand);
    return { status: 200, body: { destinations: await services.journeys.destinations(brand) } };
  },
);
