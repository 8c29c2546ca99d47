import { openRoute } from '../route.js';
import { noQuery } from '../schemas/query.js';

/** The counters of this process, for Prometheus. */
export const getMetrics = openRoute(
  {
    method: 'get',
    path: '/metrics',
    summary: 'Metrics for Prometheus',
    query: noQuery,
    answers: { 200: { description: 'Prometheus text format', contentType: 'text/plain' } },
  },
  async ({ services }) => ({
    status: 200,
    body: await services.metrics.text(),
    contentType: services.metrics.contentType,
  }),
);
