import { z } from 'zod';
import { DIALECTS, FIELD_TYPES, type Action, type BrandCatalogue } from '../../catalogue/catalogue.js';
import { actionIssues } from '../../catalogue/checks/action.js';
import { declaredIn } from '../../catalogue/checks/references.js';
import { didYouMean } from '../../catalogue/did-you-mean.js';
import { fieldName } from '../../catalogue/faults.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import { Problem } from '../errors.js';
import { component } from '../schemas/components.js';
import { text } from '../schemas/text.js';

const templates = z.record(z.string(), z.string(), { error: 'must be an object of text templates' });

/** An action that is not in the catalogue yet, or parts of one that is. */
export const draftSchema = component(
  'ActionDraft',
  z.strictObject({
    destination: text().exactOptional().describe("The action's own unless given; else the only one, or the operator's"),
    method: z.enum(['POST', 'GET'], { error: 'must be POST or GET' }).exactOptional(),
    path: text().exactOptional().describe("A path template below the destination's URL"),
    query: templates.exactOptional(),
    headers: templates.exactOptional(),
    contentType: z.enum(['json', 'form', 'text'], { error: 'must be json, form or text' }).exactOptional(),
    dialect: z.enum(DIALECTS, { error: `must be one of ${DIALECTS.join(', ')}` }).exactOptional(),
    unwrap: z.boolean({ error: 'must be true or false' }).exactOptional(),
    body: z.unknown().optional().describe('A tree, or text in the dialect; null for none'),
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

/** A draft, checked for its shape. */
export type ActionDraft = z.output<typeof draftSchema>;

/** An action as it would be with a draft over it, or of a draft alone. Throws a problem with everything wrong in it. */
export function draftAction(brand: BrandCatalogue, name: string, known: Action | null, draft: ActionDraft): Action {
  const { body, destination, ...rest } = draft;
  const base = known ?? blank(brand, name);
  const action: Action = {
    ...base,
    ...rest,
    destination: destination ?? (base.destination === '' ? onlyDestination(brand) : base.destination),
    // What the parser of bodies gives is JSON.
    ...(body === undefined ? {} : { body: body as JsonValue }),
  };
  const errors = actionIssues(brand, action, declaredIn([brand])).map(({ path, message }) => {
    return { field: `draft.${fieldName(path)}`, message };
  });
  const [first] = errors;
  if (first) throw new Problem('invalid', `The draft can't be used: ${first.field} ${first.message}.`, { errors });
  return action;
}

function blank(brand: BrandCatalogue, name: string): Action {
  return {
    name,
    title: name,
    notificationType: `triggercallback.${name}`,
    rewardsEnabled: false,
    effect: 'data',
    mode: 'idempotent',
    destination: '',
    method: 'POST',
    path: '/',
    query: {},
    headers: {},
    contentType: 'json',
    dialect: 'waypost',
    body: null,
    unwrap: false,
    aliases: brand.aliases,
    fields: {},
    value: null,
    answers: {},
    answer: { map: null, schema: true },
    ...{ expires: null, guards: [], channel: null, allowedHours: null, limits: null, status: null },
    patience: 0,
    whenPatienceEnds: 'park',
    backOff: { initial: 1_000, maximum: 1_000 },
  };
}

function onlyDestination(brand: BrandCatalogue): string {
  const names = [...brand.destinations.keys()];
  const [only, ...others] = names;
  const chosen = brand.operatorApi?.destination ?? (others.length === 0 ? only : undefined);
  if (chosen !== undefined) return chosen;
  const message = `is missing${didYouMean('', names)}`;
  throw new Problem('invalid', `The draft can't be used: draft.destination ${message}.`, {
    errors: [{ field: 'draft.destination', message }],
  });
}
