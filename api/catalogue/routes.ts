import { z } from 'zod';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Destination } from '../../catalogue/destination/definition.js';
import type { Switches } from '../../catalogue/journey/definition.js';
import { actionSummarySchema, summariseAction } from '../actions/describe-action.js';
import { component, noQuery } from '../http/components.js';
import { brandRoute } from '../http/route.js';
import { brandNow } from '../keys/brands.js';

const named = { name: z.string(), title: z.string() };
const switches = {
  enabled: z.boolean(),
  from: z.string().nullable(),
  until: z.string().nullable(),
  holdout: z.number().describe('Percent'),
};

const catalogueSchema = component(
  'Catalogue',
  z.object({
    hash: z.string(),
    brand: z.string(),
    origins: z.array(z.string()),
    timeZone: z.string(),
    eventWindow: z.number().describe('Milliseconds'),
    events: z.array(z.object({ type: z.string(), title: z.string(), data: z.unknown().describe('JSON Schema') })),
    sources: z.array(z.object({ ...named, auth: z.enum(['key', 'token', 'signature']) })),
    destinations: z.array(z.object({ name: z.string(), origin: z.string(), auth: z.string(), timeout: z.number() })),
    actions: z.array(actionSummarySchema),
    lookups: z.array(z.object({ ...named, destination: z.string(), params: z.array(z.string()) })),
    optionLists: z.array(
      z.object({ ...named, destination: z.string(), params: z.array(z.string()), href: z.string() }),
    ),
    journeys: z.array(z.object({ name: z.string(), ...switches, settings: z.unknown() })),
    rules: z.array(
      z.object({
        ...named,
        ...switches,
        trigger: z.enum(['event', 'reward']),
        on: z.array(z.string()),
        actions: z.array(z.string()),
      }),
    ),
  }),
);

/** A brand's part of the catalogue in use. */
export const getCatalogue = brandRoute(
  'catalogue:read',
  {
    method: 'get',
    path: '/v1/catalogue',
    summary: "Describe the brand's part of the catalogue in use",
    query: noQuery,
    answers: { 200: { description: 'Without secrets', schema: catalogueSchema } },
  },
  ({ services, brand }) => {
    const catalogue = services.catalogue();
    return Promise.resolve({ status: 200, body: { hash: catalogue.hash, ...describe(brandNow(catalogue, brand)) } });
  },
);

function describe(brand: BrandCatalogue): Omit<z.output<typeof catalogueSchema>, 'hash'> {
  return {
    brand: brand.brand,
    origins: [...brand.origins],
    timeZone: brand.timeZone,
    eventWindow: brand.eventWindow,
    events: [...brand.events.values()].map(({ type, title, data }) => ({ type, title, data })),
    sources: [...brand.sources.values()].map(({ name, title, auth }) => ({ name, title, auth: auth.kind })),
    destinations: [...brand.destinations.values()].map(describeDestination),
    actions: [...brand.actions.values()].map(summariseAction),
    lookups: [...brand.lookups.values()].map(({ name, title, destination, params }) => {
      return { name, title, destination, params: Object.keys(params) };
    }),
    optionLists: [...brand.optionLists.values()].map(({ name, title, destination, params }) => {
      return { name, title, destination, params: Object.keys(params), href: `/v1/options/${name}` };
    }),
    journeys: [...brand.journeys].map(([name, journey]) => {
      return { name, ...switchesOf(journey), settings: journey.settings };
    }),
    rules: [...brand.rules.values()].map((rule) => ({
      name: rule.name,
      title: rule.title,
      ...switchesOf(rule),
      trigger: rule.trigger,
      on: [...rule.on],
      actions: rule.actions.map(({ action }) => action),
    })),
  };
}

// The path of a URL can be a webhook's secret.
function describeDestination({ name, url, auth, timeout }: Destination) {
  return { name, origin: new URL(url).origin, auth: auth.kind, timeout };
}

function switchesOf({ enabled, from, until, holdout }: Switches): Switches {
  return { enabled, from, until, holdout };
}

const used = z.array(
  z.object({ name: z.string(), runs: z.number().int().describe('The number of open runs that use it') }),
);

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

/** The parts of the catalogue that open runs use. `npm run cli -- validate --against` asks for them. */
export const getCatalogueInUse = brandRoute(
  'catalogue:read',
  {
    method: 'get',
    path: '/v1/catalogue/in-use',
    summary: 'List the parts of the catalogue that open runs of the brand use',
    query: noQuery,
    answers: {
      200: {
        description: 'By name. Everything that a journey or rule with open runs can use counts as used',
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
