import { z } from 'zod';
import type { WaitingCounts } from '../../client/destinations/status.js';
import { NoWorkerAnswered, TemporalUnavailable } from '../../client/errors.js';
import { component, noQuery } from '../http/components.js';
import { Problem, RETRY_AFTER } from '../http/errors.js';
import { openApi } from '../http/openapi.js';
import { openRoute, type Route } from '../http/route.js';
import type { Services } from '../services.js';

/** Answers that the process is alive, without asking Temporal. */
export const getHealthz = openRoute(
  {
    method: 'get',
    path: '/healthz',
    summary: 'Check that the process is alive',
    query: noQuery,
    answers: {
      200: { description: 'It is alive', schema: component('Health', z.object({ status: z.literal('alive') })) },
    },
  },
  () => Promise.resolve({ status: 200, body: { status: 'alive' } }),
);

/** Checks that events can be accepted; with `?all`, also that workers will act on them. */
export const getReadyz = openRoute(
  {
    method: 'get',
    path: '/readyz',
    summary: 'Check that events can be accepted',
    query: z.strictObject({
      all: z
        .enum(['', 'true', 'false'], { error: 'must have no value, or be true or false' })
        .optional()
        .describe('Also check that a worker polls every queue'),
    }),
    answers: {
      200: {
        description: 'Ready; `catalogue` is the hash of the catalogue in use',
        schema: component(
          'Readiness',
          z.object({
            status: z.literal('ready'),
            catalogue: z.string(),
            refusedSince: z.iso
              .datetime()
              .nullable()
              .describe('The time since which the folder has a refused catalogue; the log has the reason'),
          }),
        ),
      },
    },
  },
  async ({ services, query }) => {
    await services.journeys.checkReady({ all: query.all === '' || query.all === 'true' }).catch(rethrowAsNotReady);
    const { catalogue, refusedSince } = services;
    return { status: 200, body: { status: 'ready', catalogue: catalogue().hash, refusedSince: refusedSince() } };
  },
);

function rethrowAsNotReady(error: unknown): never {
  if (error instanceof NoWorkerAnswered) throw notReady(error.message, error, 'Not ready');
  // Its message can name addresses, and anyone can ask.
  if (error instanceof TemporalUnavailable) throw notReady('Temporal does not answer. The log has the reason.', error);
  throw error;
}

function notReady(words: string, cause: Error, title?: string): Problem {
  const headers = { 'Retry-After': RETRY_AFTER };
  return new Problem('unavailable', `Not ready: ${words}`, {
    headers,
    cause,
    ...(title === undefined ? {} : { title }),
  });
}

/** Shortest interval between two counts in Temporal, whatever the number of scrapes. */
const COUNT_INTERVAL_MS = 15_000;

type Counts = ReadonlyMap<string, WaitingCounts>;

const counted = new WeakMap<Services, { readonly at: number; readonly counts: Promise<Counts> }>();

function waitingNow(services: Services): Promise<Counts> {
  const last = counted.get(services);
  if (last && Date.now() - last.at < COUNT_INTERVAL_MS) return last.counts;
  const counts = countEach(services);
  counted.set(services, { at: Date.now(), counts });
  return counts;
}

async function countEach({ catalogue, journeys }: Services): Promise<Counts> {
  const counts = new Map<string, WaitingCounts>();
  await Promise.all(
    [...catalogue().brands.keys()].map(async (brand) => {
      const ofBrand = await journeys.countWaiting(brand).catch(() => null);
      if (ofBrand !== null) counts.set(brand, ofBrand);
    }),
  );
  return counts;
}

/** The metrics of this process for Prometheus. */
export const getMetrics = openRoute(
  {
    method: 'get',
    path: '/metrics',
    summary: 'Metrics for Prometheus',
    query: noQuery,
    answers: { 200: { description: 'Prometheus text format', contentType: 'text/plain' } },
  },
  async ({ services }) => {
    services.metrics.showWaiting(await waitingNow(services));
    return { status: 200, body: await services.metrics.text(), contentType: services.metrics.contentType };
  },
);

const documentSchema = component('OpenApiDocument', z.looseObject({ openapi: z.string() }));

/** Returns the route that describes all routes, including itself. */
export function getOpenApi(others: readonly Route[]): Route {
  const route: Route = openRoute(
    {
      method: 'get',
      path: '/openapi.json',
      summary: 'This document',
      query: noQuery,
      answers: { 200: { description: 'OpenAPI 3.1', schema: documentSchema } },
    },
    () => Promise.resolve({ status: 200, body: openApi([...others, route]) }),
  );
  return route;
}
