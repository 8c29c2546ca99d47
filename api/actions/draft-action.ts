import { z } from 'zod';
import { actionIssues } from '../../catalogue/action/check.js';
import { type Action, blankAction, CONTENT_TYPES, DIALECTS, FIELD_TYPES } from '../../catalogue/action/definition.js';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { splitUrl } from '../../catalogue/destination/split-url.js';
import { didYouMean } from '../../catalogue/did-you-mean.js';
import { fieldName } from '../../catalogue/load/faults.js';
import { declaredIn } from '../../catalogue/load/references.js';
import { METHODS } from '../../workflows/contracts/calls/call.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import { component, text } from '../http/components.js';
import { Problem } from '../http/errors.js';
import { findAction, lookUpAction } from './find-action.js';

const templates = z.record(z.string(), z.string(), { error: 'must be an object of text templates' });

/** A new action, or changes to one in the catalogue. */
export const draftSchema = component(
  'ActionDraft',
  z.strictObject({
    destination: text()
      .exactOptional()
      .describe("Default: the action's own, or the operator's, or the only one of the brand"),
    method: z.enum(METHODS, { error: `must be ${METHODS.join(' or ')}` }).exactOptional(),
    path: text().exactOptional().describe("A path template below the destination's URL"),
    url: text()
      .exactOptional()
      .describe('Instead of `path`: a URL template. It selects the destination whose URL it begins with'),
    query: templates.exactOptional(),
    headers: templates.exactOptional(),
    contentType: z.enum(CONTENT_TYPES, { error: `must be one of ${CONTENT_TYPES.join(', ')}` }).exactOptional(),
    dialect: z.enum(DIALECTS, { error: `must be one of ${DIALECTS.join(', ')}` }).exactOptional(),
    unwrap: z.boolean({ error: 'must be true or false' }).exactOptional(),
    body: z.unknown().optional().describe('A JSON tree, or text in the dialect; null for none'),
    fields: z
      .record(
        z.string(),
        z.strictObject({
          type: z.enum(FIELD_TYPES, { error: `must be one of ${FIELD_TYPES.join(', ')}` }),
          required: z.boolean({ error: 'must be true or false' }).default(false),
          title: text().exactOptional(),
          default: (z.unknown() as z.ZodType<JsonValue>).exactOptional(),
          options: text().exactOptional(),
        }),
      )
      .exactOptional(),
  }),
);

/** A draft with a valid shape. */
export type ActionDraft = z.output<typeof draftSchema>;

/** Returns an action of the catalogue, with the changes of a draft if there is one. Throws problems. */
export function actionOrDraft(brand: BrandCatalogue, name: string, draft: ActionDraft | undefined): Action {
  return draft === undefined ? findAction(brand, name) : draftAction(brand, name, lookUpAction(brand, name), draft);
}

/** Returns the action that a draft makes, from a known one or from nothing. Throws a problem with every fault. */
function draftAction(brand: BrandCatalogue, name: string, known: Action | null, draft: ActionDraft): Action {
  const { body, destination, url, ...rest } = draft;
  const base = known ?? blankAction(name, brand.aliases);
  const wanted = destination ?? (base.destination === '' ? null : base.destination);
  const action: Action = {
    ...base,
    ...rest,
    ...(url === undefined ? { destination: wanted ?? onlyDestination(brand) } : below(brand, wanted, url, draft)),
    // The body parser returns JSON only.
    ...(body === undefined ? {} : { body: body as JsonValue }),
  };
  const errors = actionIssues(brand, action, declaredIn([brand])).map(({ path, message }) => {
    return { field: `draft.${fieldName(path)}`, message };
  });
  const [first] = errors;
  if (first) throw new Problem('invalid', `The draft is invalid: ${first.field} ${first.message}.`, { errors });
  return action;
}

/** Splits a URL into a destination, and path and query below it. Throws a problem if no destination fits. */
function below(
  brand: BrandCatalogue,
  wanted: string | null,
  url: string,
  { path, query }: ActionDraft,
): Pick<Action, 'destination' | 'path' | 'query'> {
  if (path !== undefined) throw unusable('url', 'is there beside path: remove one of them');
  const all = [...brand.destinations.values()].filter(({ name }) => wanted === null || name === wanted);
  const split = all.map((destination) => ({ destination: destination.name, ...splitUrl(url, destination) }));
  for (const one of split) {
    if (!('fault' in one)) return { destination: one.destination, path: one.path, query: { ...one.query, ...query } };
  }
  const [first, ...others] = split;
  if (first && 'fault' in first && others.length === 0) throw unusable('url', first.fault);
  const bases = [...brand.destinations.values()].map((one) => `${one.url} (${one.name})`).join(', ');
  throw unusable('url', `does not begin with the URL of a destination: use one of ${bases}`);
}

function unusable(field: string, message: string): Problem {
  return new Problem('invalid', `The draft is invalid: draft.${field} ${message}.`, {
    errors: [{ field: `draft.${field}`, message }],
  });
}

function onlyDestination(brand: BrandCatalogue): string {
  const names = [...brand.destinations.keys()];
  const [only, ...others] = names;
  const chosen = brand.operatorApi?.destination ?? (others.length === 0 ? only : undefined);
  if (chosen !== undefined) return chosen;
  throw unusable('destination', `is missing${didYouMean('', names)}`);
}
