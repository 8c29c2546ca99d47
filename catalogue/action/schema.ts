import { z } from 'zod';
import { DELIVERY_MODES, EFFECTS, METHODS, WHEN_PATIENCE_ENDS } from '../../workflows/contracts/calls/call.js';
import {
  duration,
  durationOr,
  fields,
  json,
  jsonSchema,
  name,
  strict,
  templates,
  text,
  title,
} from '../schema/parts.js';
import { hours, limit } from '../send-conditions/schema.js';
import { CONTENT_TYPES, DIALECTS, OPTION_CHECKS } from './definition.js';

const status = z
  .int('is not an HTTP status: use 100 to 599')
  .min(100, 'is not an HTTP status: use 100 to 599')
  .max(599, 'is not an HTTP status: use 100 to 599');

const match = strict({
  status: z
    .union([status.transform((one) => [one]), z.array(status).min(1)], {
      error: 'must be an HTTP status, or a list of them',
    })
    .optional(),
  body: z
    .record(z.string().min(1), json)
    .optional()
    .describe('Allowed value, or list of values, by path into the body'),
});

/** Answers to look for: one match, or a list in which any match is enough. */
const matches = z.union([match.transform((one) => [one]), z.array(match).min(1)]);

/** The request that asks for the status of a call. */
const statusSchema = strict({
  path: z.string().describe("A path template below the destination's URL, asked by GET: `/grants/{{call.key}}`"),
  query: templates.default({}).describe('Templates by parameter'),
  done: matches.describe('Answers that mean done; any match of a list is enough'),
  notDone: matches.describe('Answers that mean not done, now or later: the call is sent again'),
  after: duration.prefault('30 s').describe('Delay between an unknown attempt and the first question'),
  patience: duration.prefault('75 hours').describe('Time for questions, after which a person decides'),
});

/** One definition of actions.yaml. */
export const actionSchema = strict({
  title,
  effect: z.enum(EFFECTS).describe('Effect of a call; only a person can give up money'),
  mode: z
    .enum(DELIVERY_MODES)
    .optional()
    .describe('Retry rule after an unknown attempt; required for money, otherwise `idempotent`'),
  value: z
    .union([z.literal('unknown'), strict({ field: z.string() })], { error: 'must be { field: NAME }, or unknown' })
    .optional()
    .describe('Field with the value of a money action'),
  destination: name.describe('Destination of the request'),
  method: z.enum(METHODS).default('POST'),
  path: z.string().optional().describe("A path template below the destination's URL"),
  url: z.string().optional().describe("Instead of `path`: a URL template below the destination's URL"),
  query: templates.default({}).describe('Templates by parameter'),
  headers: templates.default({}).describe("Templates by header; they win over the destination's"),
  contentType: z.enum(CONTENT_TYPES).default('json'),
  dialect: z.enum(DIALECTS).default('waypost').describe('Dialect of the body'),
  body: json.optional().describe('A tree whose leaves can hold placeholders; text in the other dialects'),
  unwrap: z
    .boolean()
    .default(false)
    .describe('Only for the fast-track dialect: sends `["#UserId#"]` as the string alone'),
  fields: fields.default({}),
  check: z
    .enum(OPTION_CHECKS, { error: `must be ${OPTION_CHECKS.join(' or ')}` })
    .default('none')
    .describe(
      '`options`: refuses a call if the option list of a `select` lacks the value. If the list does not answer within a ' +
        'second, or needs params, the call passes and the journal says so',
    ),
  deliveredWhen: matches.optional().describe('Answers that mean done; any match of a list is enough'),
  refusedWhen: matches.optional().describe('Answers that mean a final no'),
  duplicateIsDelivered: z.boolean().optional().describe('True if 409 means that an earlier attempt succeeded'),
  answer: strict({
    map: z.record(z.string(), text).optional().describe("Path into the answer's body, by name"),
    schema: jsonSchema.default(true).describe('JSON Schema of the mapped answer'),
  })
    .optional()
    .describe('Part of the answer that the caller gets; the whole body unless given'),
  notificationType: z
    .string()
    .regex(/^triggercallback(\.[A-Za-z0-9_-]+)?$/, 'must be triggercallback or triggercallback.<name>')
    .optional()
    .describe("Unique per brand; `triggercallback.<the action's name>` unless given"),
  rewardsEnabled: z.boolean().default(false).describe('True if a rule with `trigger: reward` can use it'),
  status: statusSchema
    .optional()
    .describe('Request for the status of a call; required for, and only for, `mode: reconcile`'),
  guards: z
    .array(name)
    .optional()
    .describe(
      'Guards that must pass before a call is sent; `[block]` for money and `[block, consent]` for messages unless given',
    ),
  channel: text.optional().describe('Channel to the player, for guards that depend on it: `sms`'),
  allowedHours: hours.optional().describe("Hours in which it can be sent, in the player's time zone"),
  limits: z.array(limit).optional().describe('Spending limits: most calls, or most money; `[]` for none'),
  expires: durationOr('never')
    .optional()
    .describe(
      'Time after the decision within which it can be sent; `24 hours` for messages and `never` for others unless given',
    ),
  patience: duration.prefault('75 hours').describe('Time for attempts'),
  whenPatienceEnds: z.enum(WHEN_PATIENCE_ENDS).default('park').describe('Money is always parked'),
  backOff: strict({ initial: duration.prefault('1 s'), maximum: duration.prefault('1 hour') })
    .prefault({})
    .describe('Delay between attempts: doubles from `initial` to `maximum`, with full jitter'),
});
