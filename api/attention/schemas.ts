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
import { HOLD_SCOPES } from '../../workflows/contracts/keepers/hold.js';
import { component, text } from '../http/components.js';

/** A schema for each property of a contract, so that the document forgets none. */
type Shape<T> = Record<keyof T, z.ZodType>;

const instant = z.iso.datetime();
const money = z.object({ amount: z.string(), currency: z.string() });

/** What a person may decide about a parked call. */
const DECISIONS = ['retry', 'delivered', 'skip'] as const;

/** For `skip`: whether money moved all the same. */
const MONEY_MOVED = ['no', 'unknown'] as const;

/** For `retry` of money that may have arrived. */
const ACKNOWLEDGEMENTS = ['may-pay-twice'] as const;

const parkedItem = component(
  'AttentionCall',
  z.object({
    callKey: z.string(),
    playerId: z.string().nullable().describe('The player it is for'),
    effect: z.enum(['money', 'message', 'data']).nullable(),
    value: money.nullable(),
    attempts: z.number().int().nullable(),
    maybeSent: z.boolean().nullable().describe('Whether an attempt may have reached the other side'),
    decisions: z.array(z.enum(DECISIONS)).nullable().describe('What a person may decide'),
    acknowledge: z
      .enum(ACKNOWLEDGEMENTS)
      .nullable()
      .describe('What `retry` must acknowledge: `value` can be paid to `playerId` a second time'),
    setUp: z.boolean().describe('Whether it is sent again by itself when its hold is released'),
  } satisfies Shape<ParkedItem>),
);

const item = component(
  'AttentionItem',
  z.object({
    kind: z.enum(ATTENTION_KINDS),
    reason: z.string(),
    since: instant.nullable(),
    id: z.string().nullable().describe("The run's id: see /v1/journeys/{id}"),
    run: z.string().nullable().describe("Temporal's id of this very run"),
    journey: z.string().nullable(),
    playerId: z.string().nullable().describe("The run's own player"),
    beneficiaries: z.array(z.string()).describe("The other players that the run's calls are for"),
    destination: z.string().nullable(),
    action: z.string().nullable(),
    call: parkedItem.nullable(),
    hold: z
      .object({
        id: z.string(),
        scope: z.enum(HOLD_SCOPES),
        name: z.string(),
        by: z.string(),
        waiting: z.number().int().describe('The runs in which something waits for it'),
      } satisfies Shape<HoldItem>)
      .nullable()
      .describe('Release it with DELETE /v1/holds/{id}'),
  } satisfies Shape<AttentionItem>),
);

const notes = z.array(z.string()).describe('What could not be looked for');

/** One page of what needs a person. */
export const attentionPageSchema = component(
  'AttentionPage',
  z.object({ items: z.array(item), next: z.string().nullable(), notes } satisfies Shape<AttentionPage>),
);

const sumShape = {
  count: z.number().int(),
  oldest: instant.nullable(),
  atStake: z.record(z.string(), z.string()).describe('The money of calls that wait, by currency'),
  unknownAmounts: z.number().int().describe('The calls of money whose amount is not known'),
  maybeSent: z.number().int().describe('The calls of which an attempt may have reached the other side'),
} satisfies Shape<AttentionSum>;

const sum = component('AttentionSum', z.object(sumShape));

const group = component(
  'AttentionGroup',
  z.object({
    kind: z.enum(ATTENTION_KINDS),
    destination: z.string().nullable(),
    action: z.string().nullable(),
    reason: z.string().nullable(),
    ...sumShape,
  } satisfies Shape<AttentionGroup>),
);

/** All that needs a person, in groups. */
export const attentionSummarySchema = component(
  'AttentionSummary',
  z.object({
    total: sum,
    groups: z.array(group).describe('The 200 largest'),
    moreGroups: z.number().int(),
    notes,
  } satisfies Shape<AttentionSummary>),
);

/** A person's word, as it was taken. */
export const resolvedCallSchema = component(
  'ResolvedCall',
  z.object({
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
    order: z.string().optional().describe('The order by filter that it was part of'),
  } satisfies Shape<ResolvedCall>),
);

/** What a run takes of each text, in bytes of JSON. */
const MAX_WORDS_BYTES = 300;

/** The parts of a decision about parked calls that every body of one has. */
export const decisionShape = {
  decision: z
    .enum(DECISIONS, { error: 'must be retry, delivered or skip' })
    .describe('`retry` sends the original bytes under the original key'),
  moneyMoved: z
    .enum(MONEY_MOVED, { error: 'must be no or unknown' })
    .exactOptional()
    .describe('For `skip`: whether money moved all the same; `unknown` keeps the place under its limits'),
  acknowledge: z
    .enum(ACKNOWLEDGEMENTS, { error: 'must be may-pay-twice' })
    .exactOptional()
    .describe('For `retry` of money that may have arrived, where the endpoint may not know the key'),
  note: words().exactOptional().describe('Stands in the journal'),
};

/** A short text of a person's. */
export function words(): z.ZodString {
  return text()
    .min(1, 'is empty: leave it out')
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

/** Whether what is said about money goes with the decision. */
export function saysMoneyOfSkip({ decision, moneyMoved }: { decision: string; moneyMoved?: string }): boolean {
  return moneyMoved === undefined || decision === 'skip';
}

/** The same for the OpenAPI document, where no code runs. */
export const MONEY_OF_SKIP_SCHEMA = goesWith('moneyMoved', 'skip');

/** JSON Schema's words for a field that goes with one decision alone. */
export function goesWith(field: string, decision: string): object {
  return { if: { required: [field] }, then: { properties: { decision: { const: decision } } } };
}

/** The refusal of what does not. */
export const MONEY_OF_SKIP = {
  path: ['moneyMoved'],
  error: 'goes with skip alone: retry and delivered say it themselves',
};

/** Whether what is acknowledged goes with the decision. */
export function acknowledgesRetry({ decision, acknowledge }: { decision: string; acknowledge?: string }): boolean {
  return acknowledge === undefined || decision === 'retry';
}

/** The refusal of what does not. */
export const ONLY_OF_RETRY = { path: ['acknowledge'], error: 'goes with retry alone: take it out' };
