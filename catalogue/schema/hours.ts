import { z } from 'zod';
import { strict } from './strict.js';

const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day: write hours and minutes in quotes, such as "09:00"');

/** When calls may leave. */
export const hours = strict({
  from: time.describe('`09:00`'),
  until: time.describe('`21:00`: from then on nothing leaves; over midnight where it is not after `from`'),
  outside: z.enum(['wait', 'drop']).default('wait').describe('What a call outside the hours does'),
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
