import { z } from 'zod';

/** The query of a route that takes none. */
export const noQuery = z.strictObject({});

/** A query parameter that is `true` or `false`, and `false` when it is missing. */
export function flag(description: string) {
  return z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .describe(description)
    .transform((value) => value === 'true');
}
