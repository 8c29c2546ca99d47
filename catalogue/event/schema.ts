import { jsonSchema, strict, title } from '../schema/parts.js';

/** One definition of events.yaml. */
export const eventSchema = strict({
  title,
  data: jsonSchema
    .default(true)
    .describe(
      'The JSON Schema of its data; further keys are allowed. Money: `{ $ref: "#/money" }`, or `{ $ref: "#/money-in-minor-units" }`; an id: `{ $ref: "#/id" }`; the id of another player: `{ $ref: "#/player" }`',
    ),
});

/** Pattern of event types. */
export const EVENT_TYPE = /^[A-Za-z][A-Za-z0-9._-]{0,127}$/;
