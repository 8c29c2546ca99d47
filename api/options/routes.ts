import { z } from 'zod';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { didYouMean } from '../../catalogue/did-you-mean.js';
import type { OptionList } from '../../catalogue/lookup/definition.js';
import { MAX_OPTIONS, type Option } from '../../catalogue/lookup/read-options.js';
import { type CachedOptions, OptionsUnavailable } from '../../outbound/lookup/option-cache.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import { component } from '../http/components.js';
import { Problem } from '../http/errors.js';
import { shorten } from '../http/problem.js';
import { type Answer, brandRoute } from '../http/route.js';
import { brandNow } from '../keys/brands.js';

const envelope = component(
  'Options',
  z.object({
    Data: z.array(z.object({ text: z.string(), value: z.union([z.string(), z.number()]) })),
    Success: z.boolean(),
    Errors: z.array(z.string()),
  }),
);

const LIMIT = `must be a whole number from 1 to ${MAX_OPTIONS}`;

const query = z.looseObject({
  q: z
    .string('must be given once')
    .optional()
    .describe('Only options whose text or value contains this, in upper or lower case'),
  limit: z.coerce
    .number({ error: LIMIT })
    .int(LIMIT)
    .min(1, LIMIT)
    .max(MAX_OPTIONS, LIMIT)
    .default(MAX_OPTIONS)
    .describe('The most options to answer'),
});

/** The options of a dropdown, in the envelope that Fast Track reads. */
export const getOptions = brandRoute(
  'catalogue:read',
  {
    method: 'get',
    path: '/v1/options/{list}',
    summary: 'List the options of a dropdown. Other query parameters are those that the list declares',
    query,
    answers: {
      200: {
        description: '`Age` is their age in seconds. `Waypost-Stale`: a new copy is being read, or could not be read',
        schema: envelope,
      },
      502: {
        description: "The operator's system fails and there is no copy. `Errors` has the reason",
        schema: envelope,
      },
    },
  },
  async ({ services, request, brand: name, query: { q = '', limit, ...given } }) => {
    const brand = brandNow(services.catalogue(), name);
    const list = findList(brand, String(request.params['list']));
    try {
      return answer(await services.options.read(brand, list, paramsOf(list, given)), q.toLowerCase(), limit);
    } catch (error) {
      if (!(error instanceof OptionsUnavailable)) throw error;
      return {
        status: 502,
        body: { Data: [], Success: false, Errors: [`${list.name} can't be used: ${error.message}`] },
      };
    }
  },
);

function findList(brand: BrandCatalogue, name: string): OptionList {
  const list = brand.optionLists.get(name);
  if (list) return list;
  const hint = didYouMean(shorten(name, 64), [...brand.optionLists.keys()]);
  throw new Problem('not-found', `${brand.brand} has no option list with this name${hint}.`);
}

/** Returns the declared params. Throws a problem for an unknown one, which is probably misspelt. */
function paramsOf(list: OptionList, given: Readonly<Record<string, unknown>>): JsonObject {
  const params: JsonObject = {};
  for (const [name, value] of Object.entries(given)) {
    const declared = Object.hasOwn(list.params, name) ? list.params[name] : undefined;
    if (!declared)
      throw paramFault(
        name,
        `is not a param of ${list.name}${didYouMean(shorten(name, 64), Object.keys(list.params))}`,
      );
    if (typeof value !== 'string') throw paramFault(name, 'must be given once');
    params[name] = declared.type === 'boolean' && /^(true|false)$/.test(value) ? value === 'true' : value;
  }
  return params;
}

function paramFault(name: string, message: string): Problem {
  const field = shorten(name, 100);
  return new Problem('malformed-request', `The query is invalid: ${field} ${message}.`, {
    errors: [{ field, message }],
  });
}

function answer({ items, age, stale, note }: CachedOptions, q: string, limit: number): Answer {
  const fits = ({ text, value }: Option): boolean =>
    text.toLowerCase().includes(q) || String(value).toLowerCase().includes(q);
  return {
    status: 200,
    body: { Data: items.filter(fits).slice(0, limit), Success: true, Errors: [] },
    headers: {
      Age: String(Math.floor(age / 1_000)),
      ...(stale ? { 'Waypost-Stale': 'true' } : {}),
      ...(note === null ? {} : { 'Waypost-Note': note }),
    },
  };
}
