import { z } from 'zod';
import {
  type Action,
  CONTENT_TYPES,
  DIALECTS,
  type Field,
  FIELD_TYPES,
  OPTION_CHECKS,
} from '../../catalogue/action/definition.js';
import { allPlaceholders } from '../../catalogue/action/templates.js';
import { LIMIT_SCOPES } from '../../catalogue/send-conditions/definition.js';
import { DELIVERY_MODES, EFFECTS, METHODS, WHEN_PATIENCE_ENDS } from '../../workflows/contracts/calls/call.js';
import { OUTSIDE_HOURS } from '../../workflows/contracts/calls/recheck.js';
import { component } from '../http/components.js';
import { maskHeader, maskQuery } from '../http/mask-secrets.js';

const described = {
  name: z.string(),
  title: z.string(),
  notificationType: z.string(),
  effect: z.enum(EFFECTS),
  mode: z.enum(DELIVERY_MODES),
  destination: z.string(),
  method: z.enum(METHODS),
  rewardsEnabled: z.boolean(),
  check: z
    .enum(OPTION_CHECKS)
    .describe('`options`: chosen values are checked against their option lists before a call is sent'),
  fields: z.record(
    z.string(),
    z.object({
      type: z.enum(FIELD_TYPES),
      title: z.string(),
      required: z.boolean(),
      default: z.unknown().optional(),
      options: z
        .object({ list: z.string(), href: z.string() })
        .optional()
        .describe('The option list of the field, and its URL'),
    }),
  ),
};

/** An action in a list. */
export const actionSummarySchema = component('ActionSummary', z.object(described));

/** An action with all its parts. */
export const actionSchema = component(
  'Action',
  z.object({
    ...described,
    path: z.string().describe("A template below the destination's URL"),
    query: z.record(z.string(), z.string()),
    headers: z.record(z.string(), z.string()).describe('Secrets are masked'),
    contentType: z.enum(CONTENT_TYPES),
    dialect: z.enum(DIALECTS),
    unwrap: z.boolean(),
    body: z.unknown().describe('A JSON tree, or text in the dialect; null for none'),
    value: z.unknown().describe('For money: `{ field }`, or unknown'),
    answers: z.unknown().describe('`deliveredWhen`, `refusedWhen`, `duplicateIsDelivered`'),
    answer: z.unknown().describe('The part of an answer that the caller gets'),
    guards: z.array(z.string()).describe("The brand's guards that a call must pass"),
    channel: z.string().nullable().describe('The channel to the player, for guards that check consent per channel'),
    allowedHours: z
      .object({
        from: z.string(),
        until: z.string(),
        outside: z.enum(OUTSIDE_HOURS),
        timeZone: z.string().nullable().describe("The path of the player's own time zone"),
      })
      .nullable()
      .describe('When it may be sent; null for any hour'),
    limits: z
      .array(
        z.object({
          name: z.string(),
          title: z.string(),
          per: z.enum(LIMIT_SCOPES),
          count: z.number().nullable(),
          money: z.record(z.string(), z.string()).nullable().describe('By currency'),
          window: z.number().nullable().describe('Milliseconds; null for ever'),
        }),
      )
      .describe('The most calls, or the most money, in a window'),
    status: z.unknown().describe('For mode reconcile: the request that asks for the state of a call; else null'),
    expires: z.number().nullable().describe('Milliseconds from the decision; null: as long as `patience`'),
    patience: z.number().describe('Milliseconds'),
    whenPatienceEnds: z.enum(WHEN_PATIENCE_ENDS),
    placeholders: z
      .array(
        z.object({
          written: z.string(),
          path: z.string().describe('The path of its value: `event.amount.amount`, `fields.bonusCode`'),
          filters: z.array(z.string()),
        }),
      )
      .describe('The values that the templates need'),
  }),
);

/** Describes an action for a list. */
export function summariseAction(action: Action): z.output<typeof actionSummarySchema> {
  const { name, title, notificationType, effect, mode, destination, method, rewardsEnabled, check } = action;
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
    check,
    fields: Object.fromEntries(fields),
  };
}

/** Describes an action with its templates and the values that they need. Masks text that looks like a secret. */
export function describeAction(action: Action): z.output<typeof actionSchema> {
  const { path, contentType, dialect, unwrap, body, value, answers, answer, patience, whenPatienceEnds } = action;
  const { guards, channel, allowedHours, limits, status, expires } = action;
  return {
    ...summariseAction(action),
    path,
    query: masked(action.query, maskParameter),
    headers: masked(action.headers, maskHeader),
    contentType,
    dialect,
    unwrap,
    body,
    value,
    answers,
    answer,
    guards: [...guards],
    channel,
    allowedHours,
    limits: (limits ?? []).map((limit) => ({ ...limit })),
    status: status && { ...status, query: masked(status.query, maskParameter) },
    expires,
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

function maskParameter(name: string, text: string): string {
  return maskQuery(`${name}=${text}`).slice(name.length + 1);
}

function masked(
  templates: Readonly<Record<string, string>>,
  mask: (name: string, text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(templates).map(([name, text]) => [name, mask(name, text)]));
}
