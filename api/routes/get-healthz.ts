import { z } from 'zod';
import { openRoute } from '../route.js';
import { component } from '../schemas/components.js';
import { noQuery } from '../schemas/query.js';

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
