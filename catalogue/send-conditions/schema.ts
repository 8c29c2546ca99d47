import { z } from 'zod';
import { OUTSIDE_HOURS } from '../../workflows/contracts/calls/recheck.js';
import { durationOr, name, strict } from '../schema/parts.js';
import { LIMIT_SCOPES } from './definition.js';

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day: use hours and minutes in quotes, such as "09:00"');

/** When calls may leave. */
export const hours = strict({
  from: time.describe('`09:00`'),
  until: time.describe('`21:00`: nothing is sent from then on; past midnight if it is not after `from`'),
  outside: z.enum(OUTSIDE_HOURS).default('wait').describe('Effect on a call outside the hours'),
  timeZone: z
    .string()
    .regex(
      /^(state|event|fields)(\.[^\s.{}|":]+)+$/,
      'must be a path without braces that begins with state, event or fields, such as state.time_zone',
    )
    .optional()
    .describe(
      "Path of the player's time zone; the brand's zone counts without it, or if there is nothing at that path",
    ),
}).superRefine(({ from, until }, context) => {
  if (from === until) context.addIssue('cover the whole day, because from and until are equal: remove them');
});

const currency = z.string().regex(/^[A-Z]{3}$/, 'is not a currency: use three capital letters, such as EUR');
const amount = z
  .string()
  .regex(/^(0|[1-9]\d{0,17})(\.\d{1,8})?$/, 'is not an amount: use decimal digits in quotes, such as "100.00"');

/** A spending limit. */
export const limit = strict({
  name: name
    .optional()
    .describe('Limits of a brand with the same name count together; `<action>-per-<scope>` unless given'),
  per: z.enum(LIMIT_SCOPES).describe('Scope of the count'),
  count: z.int('must be a whole number').min(1, 'must be at least 1').optional().describe('Most calls'),
  money: z
    .record(currency, amount)
    .optional()
    .describe('Most money, by currency; a call in any other currency is refused'),
  window: durationOr('ever').describe('`ever`, or the length of a rolling window: `24 hours`'),
}).superRefine(({ count, money }, context) => {
  if (count === undefined && money === undefined) context.addIssue('has no limit: add count, money, or both');
});
