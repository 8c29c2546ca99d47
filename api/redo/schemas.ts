import { z } from 'zod';
import type { PlannedCall, RedoPlan, RedoResult } from '../../client/redo/redo.js';
import { EFFECTS, MAY_PAY_TWICE } from '../../workflows/contracts/calls/call.js';
import { UNDELIVERED } from '../../workflows/contracts/calls/redo.js';
import { component, shapeOf } from '../http/components.js';

const count = z.number().int();

/** The acknowledgement that a redo can pay a second time. */
export function acknowledgement() {
  return z.literal(MAY_PAY_TWICE, { error: `must be "${MAY_PAY_TWICE}"` });
}

/** The call that redoes another. */
export const redoResultSchema = component(
  'RedoneCall',
  z.object(
    shapeOf<RedoResult>()({
      callKey: z.string().describe('The key of the new call'),
      redoOf: z.string().describe('The key of the call that it redoes'),
      started: z.boolean().describe('`false` if the same order has started it before'),
      id: z.string().describe('Its run: see /v1/journeys/{id}'),
      run: z.string().describe("Temporal's own id of the run"),
      warning: z.string().nullable().describe('The possible cost, if the first call may have arrived'),
    }),
  ),
);

const plannedCall = component(
  'PlannedCall',
  z.object(
    shapeOf<PlannedCall>()({
      callKey: z.string(),
      run: z.string().describe("The run's id: see /v1/journeys/{id}"),
      action: z.string(),
      playerId: z.string(),
      decidedBy: z.string().describe('The journey or rule'),
      step: z.string(),
      outcome: z.enum(UNDELIVERED),
      reason: z.string(),
      at: z.iso.datetime().describe('When it ended'),
      maybeSent: z.boolean().describe('True if an attempt may have reached the other side'),
      effect: z.enum(EFFECTS).nullable().describe('`null` here and in the next two: it was never rendered'),
      value: z.object({ amount: z.string(), currency: z.string() }).nullable(),
      destination: z.string().nullable(),
    }),
  ),
);

/** The plan of a redo by filter. */
export const redoPlanSchema = component(
  'RedoPlan',
  z.object(
    shapeOf<RedoPlan>()({
      plan: z.string().describe('Send it with the order within an hour'),
      at: z.iso.datetime().describe('Calls that end later are not included'),
      count: count.describe('Calls to redo, including those that may have arrived'),
      maybeSent: count.describe('Calls that may have arrived. They are left out unless acknowledged'),
      money: z.record(z.string(), z.string()).describe('The money of all these calls by currency'),
      unknownAmounts: count.describe('Money calls with an unknown amount'),
      impossible: count.describe("Matching calls that can't be redone"),
      redone: count.describe('Matching calls that were redone before'),
      sample: z.array(plannedCall).describe('The first ten'),
      complete: z.boolean().describe('False if not every run was read: then there are more calls'),
      unread: count.describe('Runs that could not be read, since no worker answered'),
    }),
  ),
);
