import type { WaitingCounts } from '../../client/list-destinations.js';
import { openRoute } from '../route.js';
import { noQuery } from '../schemas/query.js';
import type { Services } from '../services.js';

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
