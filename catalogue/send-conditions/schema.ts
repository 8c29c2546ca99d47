import { z } from 'zod';
import { OUTSIDE_HOURS } from '../../workflows/contracts/calls/recheck.js';
import { durationOr, name, strict } from '../schema/parts.js';
import { LIMIT_SCOPES } from './definition.js';

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day: write hours and minutes in quotes, such as "09:00"');

/** When calls may leave. */
export const hours = strict({
  from: time.describe('`09:00`'),
  until: time.describe('`21:00`: from then on nothing leaves; over midnight where it is not after `from`'),
  outside: z.enum(OUTSIDE_HOURS).default('wait').describe('What a call outside the hours does'),
  timeZone: z
    .string()
    .regex(
      /^(state|event|fields)(\.[^\s.{}|":]+)+$/,
      'must be a path without braces that begins with state, event or fields, such as state.time_zone',
    )
    .optional()
    .describe("Where the player's own zone stands; the brand's zone counts without it, and where nothing stands there"),
}).superRefine(({ from, until }, context) => {
  if (from === until) context.addIssue('are all day, since from and until are the same: take them away');
});

const currency = z.string().regex(/^[A-Z]{3}$/, 'is no currency: write its three capital letters, such as EUR');
const amount = z
  .string()
  .regex(/^(0|[1-9]\d{0,17})(\.\d{1,8})?$/, 'is no amount: write decimal digits in quotes, such as "100.00"');

/** A spending limit. */
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
