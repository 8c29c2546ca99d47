import { z } from 'zod';
import { DIALECTS, FIELD_TYPES, type Action, type Field } from '../../catalogue/catalogue.js';
import { allPlaceholders } from '../../catalogue/templates.js';
import { maskHeader, maskQuery } from '../mask-secrets.js';
import { component } from '../schemas/components.js';

const described = {
  name: z.string(),
  title: z.string(),
  notificationType: z.string(),
  effect: z.enum(['money', 'message', 'data']),
  mode: z.enum(['idempotent', 'reconcile', 'once']),
  destination: z.string(),
  method: z.enum(['POST', 'GET']),
  rewardsEnabled: z.boolean(),
  fields: z.record(
    z.string(),
    z.object({
      type: z.enum(FIELD_TYPES),
      title: z.string(),
      required: z.boolean(),
      default: z.unknown().optional(),
      options: z.object({ list: z.string(), href: z.string() }).optional().describe('Where its options are'),
    }),
  ),
};

/** An action as lists show it. */
export const actionSummarySchema = component('ActionSummary', z.object(described));

/** An action whole. */
export const actionSchema = component(
  'Action',
  z.object({
    ...described,
    path: z.string().describe("A template below the destination's URL"),
    query: z.record(z.string(), z.string()),
    headers: z.record(z.string(), z.string()).describe('Secrets are masked'),
    contentType: z.enum(['json', 'form', 'text']),
    dialect: z.enum(DIALECTS),
    unwrap: z.boolean(),
    body: z.unknown().describe('A tree, or text in the dialect; null for none'),
    value: z.unknown().describe('Of money: `{ field }`, or unknown'),
    answers: z.unknown().describe('`deliveredWhen`, `refusedWhen`, `duplicateIsDelivered`'),
    answer: z.unknown().describe('What the caller gets of an answer'),
    patience: z.number().describe('Milliseconds'),
    whenPatienceEnds: z.enum(['park', 'abandon']),
    placeholders: z
      .array(
        z.object({
          written: z.string(),
          path: z.string().describe('What it stands for: `event.amount.amount`, `fields.bonusCode`'),
          filters: z.array(z.string()),
        }),
      )
      .describe('What the templates need'),
  }),
);

/** An action for a list. */
export function summariseAction(action: Action): z.output<typeof actionSummarySchema> {
  const { name, title, notificationType, effect, mode, destination, method, rewardsEnabled } = action;
  const fields = Object.entries(action.fields).map(([key, field]) => [key, describeField(key, field)] as const);
  return {
    name,
    title,
    notificationType,
    effect,
    mode,
    destination,
    method,
    rewardsEnabled,
    fields: Object.fromEntries(fields),
  };
}

/** An action with its templates, and what they need. Secrets are not in a catalogue; what looks like one is masked. */
export function describeAction(action: Action): z.output<typeof actionSchema> {
  const { path, contentType, dialect, unwrap, body, value, answers, answer, patience, whenPatienceEnds } = action;
  return {
    ...summariseAction(action),
    path,
    query: masked(action.query, (name, text) => maskQuery(`${name}=${text}`).slice(name.length + 1)),
    headers: masked(action.headers, maskHeader),
    contentType,
    dialect,
    unwrap,
    body,
    value,
    answers,
    answer,
    patience,
    whenPatienceEnds,
    placeholders: placeholdersOf(action),
  };
}

function describeField(name: string, { type, required, title, options, ...rest }: Field) {
  return {
    type,
    title: title ?? name,
    required,
    ...('default' in rest ? { default: rest.default } : {}),
    ...(options === undefined ? {} : { options: { list: options, href: `/v1/options/${options}` } }),
  };
}

function placeholdersOf(action: Action) {
  const all = allPlaceholders(action).map(({ written, path, filters }) => {
    return { written, path: path.join('.'), filters: filters.map(({ name }) => name) };
  });
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function masked(
  templates: Readonly<Record<string, string>>,
  mask: (name: string, text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(templates).map(([name, text]) => [name, mask(name, text)]));
}
