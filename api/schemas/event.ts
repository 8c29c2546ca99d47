import { z } from 'zod';
import { component } from './components.js';
import { jsonObject, opaqueId, text } from './text.js';

/** How far a caller's clock may be ahead of ours, in milliseconds. */
const MAX_AHEAD = 5 * 60_000;

/** The campaign that caused an event. */
export const campaign = z.strictObject(
  { id: opaqueId(), name: text().max(256, 'is longer than 256 characters').exactOptional() },
  { error: 'must be an object: { "id": …, "name": … }' },
);

/** When something happened; becomes an instant in UTC. */
const occurredAt = z.iso
  .datetime({
    offset: true,
    error: (issue) =>
      issue.input === undefined ? 'is missing' : 'must be ISO 8601 with an offset, such as 2026-03-01T12:30:00Z',
  })
  .transform((instant) => new Date(instant).toISOString())
  .refine(
    (instant) => Date.parse(instant) <= Date.now() + MAX_AHEAD,
    'lies in the future: check the clock that set it',
  );

/** An event as callers send it. */
export const eventSchema = component(
  'Event',
  z.strictObject(
    {
      id: opaqueId().describe("The caller's own id: the same id again changes nothing"),
      type: text()
        .max(128, 'is longer than 128 characters')
        .regex(
          /^[a-z][a-z0-9._-]*$/,
          'must begin with a lower-case letter; then those, digits, dots, hyphens, underscores',
        )
        .describe('What happened: `deposit.made`'),
      playerId: opaqueId().describe('The opaque id by which the operator knows the player'),
      occurredAt: occurredAt.describe('ISO 8601 with an offset; at most 5 minutes ahead of our clock'),
      data: jsonObject().default({}),
      state: jsonObject().optional().describe('What the caller knew of the player at that moment'),
      campaign: campaign.optional(),
      brand: text()
        .max(128, 'is longer than 128 characters')
        .optional()
        .describe('A brand of the key, or one of its origins'),
    },
    { error: 'must be an event: { "id", "type", "playerId", "occurredAt", "data" }' },
  ),
);

/** An event out of a source: its type is an upstream system's word and kept as it is, capitals and all. */
export const sourceEventSchema: z.ZodType<EventBody> = eventSchema.extend({
  type: text()
    .max(128, 'is longer than 128 characters')
    .regex(/^[A-Za-z][A-Za-z0-9._-]*$/, 'must begin with a letter; then letters, digits, dots, hyphens, underscores'),
});

/** A checked event, its brand still as the caller named it. */
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
        'Each is judged by itself: one that breaks its schema, also by an unknown property, is answered as `invalid` in ' +
          'the 202, and the others are taken',
      ),
  }),
);

/** The body of `POST /v1/events`: one or several. */
export const eventsBodySchema = component('EventOrBatch', z.union([eventSchema, eventBatchSchema]));

/** The frame of a batch: its items are judged one by one. */
export const batchFrameSchema = z.strictObject({
  events: z
    .array(z.unknown(), 'must be a list of events')
    .min(1, 'is empty: send at least one event')
    .max(500, 'holds more than 500 events: split the batch'),
});
