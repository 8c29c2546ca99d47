import { z } from 'zod';
import type { DestinationStatus, WaitingSample } from '../../client/destinations/status.js';
import { DESTINATION_HEALTHS } from '../../workflows/contracts/keepers/destination.js';
import { component, noQuery, shapeOf } from '../http/components.js';
import { brandRoute } from '../http/route.js';
import { brandNow } from '../keys/brands.js';

const instant = z.iso.datetime();

const destination = component(
  'DestinationStatus',
  z.object(
    shapeOf<DestinationStatus>()({
      destination: z.string(),
      state: z
        .enum(['held', ...DESTINATION_HEALTHS, 'unknown'])
        .describe(
          '`failing`: after a failure. `down`: after five in a row, until the next answer. `unknown`: no recent requests',
        ),
      since: instant.nullable(),
      lastAnswer: z.object({ at: instant, status: z.number().int() }).nullable(),
      waiting: z.number().int().describe('The number of runs that wait for it or for its hold'),
      oldest: instant
        .nullable()
        .describe('The time since which the oldest of these waits; if held, the earliest possible'),
      sample: z
        .object(
          shapeOf<WaitingSample>()({
            runs: z.number().int().describe('The number of runs that answered; at most 50 are asked'),
            actions: z.record(z.string(), z.number().int()).describe('Calls by action'),
            money: z.record(z.string(), z.string()).describe('Money of these calls by currency'),
            unknownAmounts: z.number().int().describe('Money calls with an unknown amount'),
          }),
        )
        .nullable()
        .describe('The open calls of the newest waiting runs; null if none waits'),
      advice: z.string().describe('The next step for a person'),
      outcomes: z
        .record(z.string(), z.number().int())
        .describe('Requests of five minutes by outcome, in the latest report'),
      reportedAt: instant.nullable(),
      holds: z
        .array(z.object({ id: z.string(), by: z.string(), since: instant, reason: z.string() }))
        .describe('The holds on it. Release one with DELETE /v1/holds/{id}'),
    }),
  ),
);

/** The state of each destination of a brand. */
export const listDestinations = brandRoute(
  'journeys:read',
  {
    method: 'get',
    path: '/v1/destinations',
    summary: 'List destinations with state, last answer, number of waiting runs, and holds',
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
