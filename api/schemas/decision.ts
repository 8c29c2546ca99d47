import { z } from 'zod';
import type { Decision } from '../../client/decisions.js';
import { component } from './components.js';

const journey = z.string();
const rule = z.string();
const id = z.string().describe("The run's id");
const run = z.string().describe("Temporal's id of this very run");
const maybeRun = run.nullable().describe('`null` in a dry run');
const reason = z.string();

/** What an event comes to. */
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
      journey: z.string().exactOptional().describe('The journey that can not take it as it is'),
    }),
  ]),
);

/** The answer for one event. `event` is its id, or its place in the batch when it has no usable id. */
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
      .describe("The request had no id: `event` is its hash, which counts for the source's `identity.window`"),
  }),
);

/** The answer for a batch, in the order of its events. */
export const batchAnswerSchema = component('BatchAnswer', z.object({ events: z.array(eventAnswerSchema) }));

/** The answer of `POST /v1/events`. */
export const eventsAnswerSchema = component('EventOrBatchAnswer', z.union([eventAnswerSchema, batchAnswerSchema]));

/** The decisions on one event, as answered. */
export type EventAnswer = z.output<typeof eventAnswerSchema>;
