import { z } from 'zod';
import type { PlannedCall, RedoPlan, RedoResult } from '../../client/redo/redo.js';
import { MAY_PAY_TWICE, UNDELIVERED } from '../../workflows/contracts/calls/redo.js';
import { component } from '../http/components.js';

/** A schema for each property of a contract, so that the document forgets none. */
type Shape<T> = Record<keyof T, z.ZodType>;

const count = z.number().int();

/** The word that a call which may have arrived is sent a second time all the same. */
export function acknowledgement() {
  return z.literal(MAY_PAY_TWICE, { error: `must be "${MAY_PAY_TWICE}"` });
}

/** The call that does another again. */
export const redoResultSchema = component(
  'RedoneCall',
  z.object({
    callKey: z.string().describe('The key of the new call'),
    redoOf: z.string().describe('The key of the call that it does again'),
    started: z.boolean().describe('`false` where the same order has begun it before'),
    id: z.string().describe('Its run: see /v1/journeys/{id}'),
    run: z.string().describe("Temporal's id of this very run"),
    warning: z.string().nullable().describe('What it may cost, where the call before may have arrived'),
  } satisfies Shape<RedoResult>),
);

const plannedCall = component(
  'PlannedCall',
  z.object({
    callKey: z.string(),
    run: z.string().describe("The run's id: see /v1/journeys/{id}"),
    action: z.string(),
    playerId: z.string(),
    decidedBy: z.string().describe('The journey or rule'),
    step: z.string(),
    outcome: z.enum(UNDELIVERED),
    reason: z.string(),
    at: z.iso.datetime().describe('When it ended'),
    maybeSent: z.boolean().describe('Whether an attempt may have reached the other side'),
    effect: z.enum(['money', 'message', 'data']).nullable().describe('`null` in these three: it was never rendered'),
    value: z.object({ amount: z.string(), currency: z.string() }).nullable(),
    destination: z.string().nullable(),
  } satisfies Shape<PlannedCall>),
);

/** What an order by filter would do. */
export const redoPlanSchema = component(
  'RedoPlan',
  z.object({
    plan: z.string().describe('Send it with the order, within an hour'),
    at: z.iso.datetime().describe('Calls that end later are not meant'),
    count: count.describe('The calls that would be done again, those that may have arrived among them'),
    maybeSent: count.describe('How many of them may have arrived: left out unless they are acknowledged'),
    money: z.record(z.string(), z.string()).describe('The money of all these, by currency'),
    unknownAmounts: count.describe('The calls of money whose amount is not known'),
    impossible: count.describe("The calls that fit and can't be done again"),
    redone: count.describe('The calls that fit and were done again before'),
    sample: z.array(plannedCall).describe('The first ten'),
    complete: z.boolean().describe('Whether every run was read: if not, there are more calls than these'),
    unread: count.describe('The runs that no worker has told of'),
  } satisfies Shape<RedoPlan>),
);
