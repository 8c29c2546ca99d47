import { z } from 'zod';
import {
  ATTENTION_KINDS,
  type AttentionGroup,
  type AttentionItem,
  type AttentionPage,
  type AttentionSum,
  type AttentionSummary,
  type HoldItem,
  type ParkedItem,
  type ResolvedCall,
} from '../../client/attention/attention.js';
import { ACKNOWLEDGEMENTS, DECISIONS, EFFECTS, MONEY_MOVED } from '../../workflows/contracts/calls/call.js';
import { HOLD_SCOPES } from '../../workflows/contracts/keepers/hold.js';
import { component, shapeOf, text } from '../http/components.js';

const instant = z.iso.datetime();
const money = z.object({ amount: z.string(), currency: z.string() });

const parkedItem = component(
  'AttentionCall',
  z.object(
    shapeOf<ParkedItem>()({
      callKey: z.string(),
      playerId: z.string().nullable().describe('The player it is for'),
      effect: z.enum(EFFECTS).nullable(),
      value: money.nullable(),
      attempts: z.number().int().nullable(),
      maybeSent: z.boolean().nullable().describe('True if an attempt may have reached the other side'),
      decisions: z.array(z.enum(DECISIONS)).nullable().describe('The decisions that a person can take'),
      acknowledge: z
        .enum(ACKNOWLEDGEMENTS)
        .nullable()
        .describe('`retry` needs this value as its `acknowledge`, since it can pay `value` to `playerId` twice'),
      setUp: z.boolean().describe('True if it is sent again by itself when its hold is released'),
    }),
  ),
);

const item = component(
  'AttentionItem',
  z.object(
    shapeOf<AttentionItem>()({
      kind: z.enum(ATTENTION_KINDS),
      reason: z.string(),
      since: instant.nullable(),
      id: z.string().nullable().describe("The run's id: see /v1/journeys/{id}"),
      run: z.string().nullable().describe("Temporal's own id of the run"),
      journey: z.string().nullable(),
      playerId: z.string().nullable().describe("The run's own player"),
      beneficiaries: z.array(z.string()).describe('Other players that calls of the run are for'),
      destination: z.string().nullable(),
      action: z.string().nullable(),
      call: parkedItem.nullable(),
      hold: z
        .object(
          shapeOf<HoldItem>()({
            id: z.string(),
            scope: z.enum(HOLD_SCOPES),
            name: z.string(),
            by: z.string(),
            waiting: z.number().int().describe('The number of runs that wait for it'),
          }),
        )
        .nullable()
        .describe('Release it with DELETE /v1/holds/{id}'),
    }),
  ),
);

const notes = z.array(z.string()).describe('Kinds of items that could not be searched, with the reason');

/** One page of the items that need a person. */
export const attentionPageSchema = component(
  'AttentionPage',
  z.object(shapeOf<AttentionPage>()({ items: z.array(item), next: z.string().nullable(), notes })),
);

const sumShape = shapeOf<AttentionSum>()({
  count: z.number().int(),
  oldest: instant.nullable(),
  atStake: z.record(z.string(), z.string()).describe('The money of waiting calls by currency'),
  unknownAmounts: z.number().int().describe('Money calls with an unknown amount'),
  maybeSent: z.number().int().describe('Calls with an attempt that may have reached the other side'),
});

const sum = component('AttentionSum', z.object(sumShape));

const group = component(
  'AttentionGroup',
  z.object(
    shapeOf<AttentionGroup>()({
      kind: z.enum(ATTENTION_KINDS),
      destination: z.string().nullable(),
      action: z.string().nullable(),
      reason: z.string().nullable(),
      ...sumShape,
    }),
  ),
);

/** All items that need a person, in groups. */
export const attentionSummarySchema = component(
  'AttentionSummary',
  z.object(
    shapeOf<AttentionSummary>()({
      total: sum,
      groups: z.array(group).describe('The 200 largest'),
      moreGroups: z.number().int(),
      notes,
    }),
  ),
);

/** A recorded decision about a parked call. */
export const resolvedCallSchema = component(
  'ResolvedCall',
  z.object(
    shapeOf<ResolvedCall>()({
      id: z.string().describe("The run's id"),
      callKey: z.string(),
      decision: z.enum(DECISIONS),
      moneyMoved: z.enum(MONEY_MOVED).optional(),
      acknowledge: z.enum(ACKNOWLEDGEMENTS).optional(),
      by: z.string(),
      at: instant,
      note: z.string().optional(),
      reference: z.string().optional(),
      since: instant.optional().describe('When the call was parked'),
      order: z.string().optional().describe('The order by filter that it belongs to'),
    }),
  ),
);

/** The longest text that a run takes, in bytes of JSON. */
const MAX_WORDS_BYTES = 300;

/** The parts that every body of a decision about parked calls has. */
export const decisionShape = {
  decision: z
    .enum(DECISIONS, { error: `must be one of ${DECISIONS.join(', ')}` })
    .describe('`retry` sends the original bytes under the original key'),
  moneyMoved: z
    .enum(MONEY_MOVED, { error: `must be ${MONEY_MOVED.join(' or ')}` })
    .exactOptional()
    .describe('With `skip`: did money move? `unknown` keeps the reservation of its limits'),
  acknowledge: z
    .enum(ACKNOWLEDGEMENTS, { error: `must be ${ACKNOWLEDGEMENTS.join(' or ')}` })
    .exactOptional()
    .describe('With `retry` of money that may have arrived at an endpoint that does not recognise the key'),
  note: words().exactOptional().describe('Shown in the journal'),
};

/** A short text written by a person. */
export function words(): z.ZodString {
  return text()
    .min(1, 'is empty: remove it')
    .refine(
      (value) => Buffer.byteLength(JSON.stringify(value)) <= MAX_WORDS_BYTES,
      'is too long: about 280 letters fit',
    )
    .meta({ maxLength: MAX_WORDS_BYTES - 2, description: `At most ${MAX_WORDS_BYTES} bytes of JSON` });
}

/** An instant, in UTC. */
export function seenAt() {
  return z.iso
    .datetime({ offset: true, error: 'must be ISO 8601 with an offset, such as 2026-03-01T12:30:00Z' })
    .transform((value) => new Date(value).toISOString());
}

/** Returns false if `moneyMoved` comes with another decision than `skip`. */
export function saysMoneyOfSkip({ decision, moneyMoved }: { decision: string; moneyMoved?: string }): boolean {
  return moneyMoved === undefined || decision === 'skip';
}

/** The same rule for the OpenAPI document. */
export const MONEY_OF_SKIP_SCHEMA = goesWith('moneyMoved', 'skip');

/** Returns the JSON Schema of a rule: a field is allowed with one decision only. */
export function goesWith(field: string, decision: string): object {
  return { if: { required: [field] }, then: { properties: { decision: { const: decision } } } };
}

/** The error if `saysMoneyOfSkip` is false. */
export const MONEY_OF_SKIP = {
  path: ['moneyMoved'],
  error: 'is for the decision skip only: remove it',
};

/** Returns false if `acknowledge` comes with another decision than `retry`. */
export function acknowledgesRetry({ decision, acknowledge }: { decision: string; acknowledge?: string }): boolean {
  return acknowledge === undefined || decision === 'retry';
}

/** The error if `acknowledgesRetry` is false. */
export const ONLY_OF_RETRY = { path: ['acknowledge'], error: 'is for the decision retry only: remove it' };
