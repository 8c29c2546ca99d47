import { z } from 'zod';
import { text } from './text.js';

/** The page that a list begins with, and how long it is. */
export const pageShape = {
  limit: z.coerce
    .number({ error: 'must be a whole number from 1 to 200' })
    .int('must be a whole number from 1 to 200')
    .min(1, 'must be 1 or more')
    .max(200, 'must be 200 or less')
    .default(50),
  cursor: z
    .string()
    .min(1, 'is empty: leave it out for the first page')
    .max(4096, 'is too long: send `next` as it came')
    .optional(),
};

/** The journey of a run, or `~rule:` and a rule, or `~call:` and the action of a call that lives on its own. */
export function journeyName() {
  return text()
    .max(80, 'is longer than 80 characters')
    .regex(/^(~rule:|~call:)?[a-z][a-z0-9-]*$/, 'must be the name of a journey, ~rule:NAME or ~call:ACTION');
}
