import { z } from 'zod';
import { brandNow } from '../brands.js';
import { brandRoute } from '../route.js';
import { component } from '../schemas/components.js';
import { noQuery } from '../schemas/query.js';

const used = z.array(z.object({ name: z.string(), runs: z.number().int().describe('How many open runs use it') }));

const inUseSchema = component(
  'CatalogueInUse',
  z.object({
    hash: z.string(),
    brand: z.string(),
    journeys: used,
    rules: used,
    actions: used,
    lookups: used,
    destinations: used,
  }),
);

/** What a changed catalogue may not take away: `npm run cli -- validate --against` asks. */
export const getCatalogueInUse = brandRoute(
  'catalogue:read',
  {
    method: 'get',
    path: '/v1/catalogue/in-use',
    summary: 'What the open runs of the brand use of the catalogue',
    query: noQuery,
    answers: {
      200: {
        description: 'By name; what the journeys and rules with open runs may use counts as used',
        schema: inUseSchema,
      },
    },
  },
  async ({ services, brand }) => {
    const catalogue = services.catalogue();
    brandNow(catalogue, brand);
    return { status: 200, body: { hash: catalogue.hash, brand, ...(await services.journeys.inUse(brand)) } };
  },
);
