import { z } from 'zod';
import type { Decision } from '../../client/events/decisions.js';
import { component, jsonObject, opaqueId, text } from '../http/components.js';

/** Largest allowed difference of a caller's clock that is ahead of ours. */
const MAX_AHEAD_MS = 5 * 60_000;

/** The campaign that caused an event. */
export const campaign = z.strictObject(
  { id: opaqueId(), name: text().max(256, 'is longer than 256 characters').exactOptional() },
  { error: 'must be an object: { "id": …, "name": … }' },
);

/** The time of an event, converted to UTC. */
const occurredAt = z.iso
  .datetime({
    offset: true,
    error: (issue) =>
      issue.input === undefined ? 'is missing' : 'must be ISO 8601 with an offset, such as 2026-03-01T12:30:00Z',
  })
  .transform((instant) => new Date(instant).toISOString())
  .refine(
    (instant) => Date.parse(instant) <= Date.now() + MAX_AHEAD_MS,
    'is in the future: check the clock that set it',
  );

/** An event in Waypost's own shape. */
export const eventSchema = component(
  'Event',
  z.strictObject(
    {
      id: opaqueId().describe("The caller's own id. A repeat with the same id changes nothing"),
      type: text()
        .max(128, 'is longer than 128 characters')
        .regex(
          /^[a-z][a-z0-9._-]*$/,
          'must begin with a lower-case letter; then lower-case letters, digits, dots, hyphens, underscores',
        )
        .describe('The kind of event: `deposit.made`'),
      playerId: opaqueId().describe("The operator's opaque id of the player"),
      occurredAt: occurredAt.describe('ISO 8601 with an offset; at most 5 minutes ahead of our clock'),
      data: jsonObject().default({}),
      state: jsonObject().optional().describe('The state of the player at that moment, as the caller knew it'),
      campaign: campaign.optional(),
      brand: text()
        .max(128, 'is longer than 128 characters')
        .optional()
        .describe('A brand of the key, or one of its origins'),
    },
    { error: 'must be an event: { "id", "type", "playerId", "occurredAt", "data" }' },
  ),
);

/** An event from a source. Its type is the upstream system's word, so capitals are allowed. */
export const sourceEventSchema: z.ZodType<EventBody> = eventSchema.extend({
  type: text()
    .max(128, 'is longer than 128 characters')
    .regex(/^[A-Za-z][A-Za-z0-9._-]*$/, 'must begin with a letter; then letters, digits, dots, hyphens, underscores'),
});

/** A valid event; its brand is still the caller's text. */
export type EventBody = z.output<typeof eventSchema>;

/** Several events at once. */
export const eventBatchSchema = component(
  'EventBatch',
  z.strictObject({
    events: z
      .array(eventSchema)
      .min(1)
      .max(500)
      .describe(
        'Each event is checked separately. One that breaks its schema, also by an unknown property, gets the decision ' +
          '`invalid` in the 202; the others are taken',
      ),
  }),
);

/** The body of `POST /v1/events`: one or several. */
export const eventsBodySchema = component('EventOrBatch', z.union([eventSchema, eventBatchSchema]));

/** The frame of a batch, whose items are checked one by one. */
export const batchFrameSchema = z.strictObject({
  events: z
    .array(z.unknown(), 'must be a list of events')
    .min(1, 'is empty: send at least one event')
    .max(500, 'holds more than 500 events: split the batch'),
});

const journey = z.string();
const rule = z.string();
const id = z.string().describe("The run's id");
const run = z.string().describe("Temporal's own id of the run");
const maybeRun = run.nullable().describe('`null` in a dry run');
const reason = z.string();

/** A decision on an event. */
export const decisionSchema: z.ZodType<Decision> = component(
  'Decision',
  z.union([
    z.object({ decision: z.literal('started'), journey, id, run: maybeRun }),
    z.object({ decision: z.literal('signalled'), journey, id }),
    z.object({ decision: z.literal('fired'), rule, id, run: maybeRun }),
    z.object({ decision: z.literal('duplicate'), journey, id, run }),
    z.object({ decision: z.literal('duplicate'), rule, id, run }),
    z.object({ decision: z.literal('not-eligible'), journey, reason, id: z.string().exactOptional() }),
    z.object({ decision: z.literal('not-eligible'), rule, reason, id: z.string().exactOptional() }),
    z.object({ decision: z.literal('held-out'), journey }),
    z.object({ decision: z.literal('held-out'), rule }),
    z.object({ decision: z.literal('unheard'), reason }),
    z.object({
      decision: z.literal('invalid'),
      field: z.string(),
      reason,
      journey: z.string().exactOptional().describe('The journey that finds it invalid'),
    }),
  ]),
);

/** The answer for one event. `event` is its id, or its index in the batch if it has no usable id. */
export const eventAnswerSchema = component(
  'EventAnswer',
  z.object({ event: z.union([z.string(), z.number().int()]), decisions: z.array(decisionSchema) }),
);

/** The answer of a source. */
export const sourceAnswerSchema = component(
  'SourceAnswer',
  z.object({
    ...eventAnswerSchema.shape,
    identity: z
      .literal('hash')
      .exactOptional()
      .describe("The request had no id, so `event` is its hash, which is valid for the source's `identity.window`"),
  }),
);

/** The answer for a batch, in the order of its events. */
export const batchAnswerSchema = component('BatchAnswer', z.object({ events: z.array(eventAnswerSchema) }));

/** The answer of `POST /v1/events`. */
export const eventsAnswerSchema = component('EventOrBatchAnswer', z.union([eventAnswerSchema, batchAnswerSchema]));

/** The answer with the decisions on one event. */
export type EventAnswer = z.output<typeof eventAnswerSchema>;
