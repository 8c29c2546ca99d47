import { z } from 'zod';
import { LIMIT_SCOPES } from '../definitions/limit.js';
import { durationOr, name } from './parts.js';
import { strict } from './strict.js';

const currency = z.string().regex(/^[A-Z]{3}$/, 'is no currency: write its three capital letters, such as EUR');
const amount = z
  .string()
  .regex(/^(0|[1-9]\d{0,17})(\.\d{1,8})?$/, 'is no amount: write decimal digits in quotes, such as "100.00"');

/** How many calls, or how much money, may go out. */
export const limit = strict({
  name: name
    .optional()
    .describe('Actions of a brand that limit by one name count together; `<action>-per-<scope>` unless given'),
  per: z.enum(LIMIT_SCOPES).describe('What is counted together'),
  count: z.int('must be a whole number').min(1, 'must be at least 1').optional().describe('At most so many calls'),
  money: z
    .record(currency, amount)
    .optional()
    .describe('At most so much money, by currency; a call in a currency that it lacks is refused'),
  window: durationOr('ever').describe('`ever`, or the length of the window, which rolls along: `24 hours`'),
}).superRefine(({ count, money }, context) => {
  if (count === undefined && money === undefined) context.addIssue('limits nothing: say count, money, or both');
});
