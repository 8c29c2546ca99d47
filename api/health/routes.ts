import { z } from 'zod';
import { NoWorkerAnswered, TemporalUnavailable } from '../../client/errors.js';
import type { WaitingCounts } from '../../client/journey-client.js';
import { component, noQuery } from '../http/components.js';
import { Problem, RETRY_AFTER } from '../http/errors.js';
import { openApi } from '../http/openapi.js';
import { openRoute, type Route } from '../http/route.js';
import type { Services } from '../services.js';

/** Says that the process lives; asks nobody. */
export const getHealthz = openRoute(
  {
    method: 'get',
    path: '/healthz',
    summary: 'Whether the process lives',
    query: noQuery,
    answers: { 200: { description: 'It does', schema: component('Health', z.object({ status: z.literal('alive') })) } },
  },
  () => Promise.resolve({ status: 200, body: { status: 'alive' } }),
);

/** Says whether events can be accepted; with `?all`, also whether workers will act on them. */
export const getReadyz = openRoute(
  {
    method: 'get',
    path: '/readyz',
    summary: 'Whether events can be accepted',
    query: z.strictObject({
      all: z
        .enum(['', 'true', 'false'], { error: 'takes no value, or true or false' })
        .optional()
        .describe('Also ask whether a worker polls every queue'),
    }),
    answers: {
      200: {
        description: 'They can; `catalogue` is the hash of the one in use',
        schema: component(
          'Readiness',
          z.object({
            status: z.literal('ready'),
            catalogue: z.string(),
            refusedSince: z.iso
              .datetime()
              .nullable()
              .describe('Since when the folder holds a catalogue that was refused; the log says why'),
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
  if (error instanceof NoWorkerAnswered) throw notReady(error.message, error);
  // Its message may name addresses, and anyone may ask.
  if (error instanceof TemporalUnavailable) throw notReady('Temporal does not take events; the log says why.', error);
  throw error;
}

function notReady(words: string, cause: Error): Problem {
  return new Problem('unavailable', `Not ready: ${words}`, { headers: { 'Retry-After': RETRY_AFTER }, cause });
}

/** Temporal is asked at most so often, however many look; milliseconds. */
const COUNTED_EACH = 15_000;

type Counts = ReadonlyMap<string, WaitingCounts>;

const counted = new WeakMap<Services, { readonly at: number; readonly counts: Promise<Counts> }>();

function waitingNow(services: Services): Promise<Counts> {
  const last = counted.get(services);
  if (last && Date.now() - last.at < COUNTED_EACH) return last.counts;
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

/** The counters of this process, for Prometheus. */
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

/** The route that describes all routes, itself among them. */
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
