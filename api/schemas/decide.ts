import { z } from 'zod';
import { ACKNOWLEDGEMENTS, DECISIONS, MONEY_MOVED } from './attention.js';
import { text } from './text.js';

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
export function instant() {
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
