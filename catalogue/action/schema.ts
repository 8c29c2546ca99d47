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

const status = z.int('is no HTTP status').min(100, 'is no HTTP status').max(599, 'is no HTTP status');

const match = strict({
  status: z
    .union([status.transform((one) => [one]), z.array(status).min(1)], {
      error: 'must be an HTTP status, or a list of them',
    })
    .optional(),
  body: z
    .record(z.string().min(1), json)
    .optional()
    .describe('By path into the body, the value or the list of values that it may have'),
});

/** Answers to look for: one match, or a list in which any match is enough. */
const matches = z.union([match.transform((one) => [one]), z.array(match).min(1)]);

/** The request that asks for the status of a call. */
const statusSchema = strict({
  path: z.string().describe("A path template below the destination's URL, asked by GET: `/grants/{{call.key}}`"),
  query: templates.default({}).describe('Templates by parameter'),
  done: matches.describe('Answers that say it is done; any of a list suffices'),
  notDone: matches.describe('Answers that say it is not done, and will not be by what was sent: it is sent again'),
  after: duration.prefault('30 s').describe('How long after an unknown attempt it is asked first'),
  patience: duration.prefault('75 hours').describe('How long it is asked before a person is'),
});

/** One definition of actions.yaml. */
export const actionSchema = strict({
  title,
  effect: z.enum(EFFECTS).describe('What a call does; money is never given up without a person'),
  mode: z
    .enum(DELIVERY_MODES)
    .optional()
    .describe('How it may be sent again after an unknown attempt; required for money, else `idempotent`'),
  value: z
    .union([z.literal('unknown'), strict({ field: z.string() })], { error: 'must be { field: NAME }, or unknown' })
    .optional()
    .describe('The money field that holds the value of a money action'),
  destination: name.describe('Where it is sent'),
  method: z.enum(METHODS).default('POST'),
  path: z.string().optional().describe("A path template below the destination's URL"),
  url: z.string().optional().describe("Instead of `path`: a URL template below the destination's URL"),
  query: templates.default({}).describe('Templates by parameter'),
  headers: templates.default({}).describe("Templates by header; they win over the destination's"),
  contentType: z.enum(CONTENT_TYPES).default('json'),
  dialect: z.enum(DIALECTS).default('waypost').describe('The language of the body'),
  body: json.optional().describe('A tree whose leaves may hold placeholders; text in the other dialects'),
  unwrap: z.boolean().default(false).describe('Of the fast-track dialect: `["#UserId#"]` leaves as the string alone'),
  fields: fields.default({}),
  check: z
    .enum(OPTION_CHECKS, { error: `must be ${OPTION_CHECKS.join(' or ')}` })
    .default('none')
    .describe(
      '`options`: a `select` whose value its option list lacks refuses the call; a list that can not be asked within a ' +
        'second, or needs params, lets it pass, and the journal says so',
    ),
  deliveredWhen: matches.optional().describe('Answers that say it is done; any of a list suffices'),
  refusedWhen: matches.optional().describe('Answers that say no, for good'),
  duplicateIsDelivered: z.boolean().optional().describe('Whether 409 says that an earlier attempt has done it'),
  answer: strict({
    map: z.record(z.string(), text).optional().describe("By name, the path into the answer's body"),
    schema: jsonSchema.default(true).describe('The JSON Schema of what is given'),
  })
    .optional()
    .describe('What the caller gets of the answer; the whole body unless given'),
  notificationType: z
    .string()
    .regex(/^triggercallback(\.[A-Za-z0-9_-]+)?$/, 'must be triggercallback or triggercallback.<name>')
    .optional()
    .describe("Unique per brand; `triggercallback.<the action's name>` unless given"),
  rewardsEnabled: z.boolean().default(false).describe('Whether a rule that a reward triggers may use it'),
  status: statusSchema.optional().describe('Of `mode: reconcile`, which needs it: how to ask what became of a call'),
  guards: z
    .array(name)
    .optional()
    .describe(
      "The brand's guards that must let it pass; `[block]` for money, `[block, consent]` for messages, else none, unless given",
    ),
  channel: text.optional().describe('By what the player is reached, for guards that ask for it: `sms`'),
  allowedHours: hours.optional().describe("When it may leave, by the clock of the player's zone"),
  limits: z
    .array(limit)
    .optional()
    .describe('How often, or for how much money, it may be called; `[]` says that there is none'),
  expires: durationOr('never')
    .optional()
    .describe('How long after its decision it may still be sent; `24 hours` for messages, else `never`, unless given'),
  patience: duration.prefault('75 hours').describe('How long it is tried'),
  whenPatienceEnds: z.enum(WHEN_PATIENCE_ENDS).default('park').describe('Money is always parked'),
  backOff: strict({ initial: duration.prefault('1 s'), maximum: duration.prefault('1 hour') })
    .prefault({})
    .describe('The delay between attempts: from `initial`, doubling, up to `maximum`, with full jitter'),
});
