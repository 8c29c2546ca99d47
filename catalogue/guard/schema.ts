import { z } from 'zod';
import { json, name, strict, title } from '../schema/parts.js';
import { GUARD_TESTS } from './definition.js';

const match = z
  .record(z.string().min(1), json)
  .refine((one) => Object.keys(one).length > 0, 'would match everything: give the values of an item');

const matches = z.union([match.transform((one) => [one]), z.array(match).min(1, 'is empty: add at least one match')]);

/** One of the guards of brand.yaml. */
export const guard = strict({
  title,
  lookup: name.describe("Lookup to ask about the call's player"),
  blockedWhen: matches.optional().describe('Blocks if the answer, or any item of a list, matches: `{ active: true }`'),
  passesWhen: matches
    .optional()
    .describe('Blocks unless the answer, or an item of a list, matches: `{ type: "{{channel}}", opted_in: true }`'),
}).superRefine((given, context) => {
  const tests = GUARD_TESTS.filter((test) => given[test] !== undefined);
  if (tests.length !== 1)
    context.addIssue(`must have exactly one of ${GUARD_TESTS.join(', ')}, and has ${tests.join(' and ') || 'none'}`);
});
