import { z } from 'zod';
import { json, name, strict, title } from '../schema/parts.js';
import { GUARD_TESTS } from './definition.js';

const match = z
  .record(z.string().min(1), json)
  .refine((one) => Object.keys(one).length > 0, 'would match everything: name what an item holds');

const matches = z.union([match.transform((one) => [one]), z.array(match).min(1, 'is empty: name at least one match')]);

/** One of the guards of brand.yaml. */
export const guard = strict({
  title,
  lookup: name.describe('What is asked, for the player of the call'),
  blockedWhen: matches
    .optional()
    .describe('It is blocked when the answer, or any item of one that is a list, fits: `{ active: true }`'),
  passesWhen: matches
    .optional()
    .describe('It is blocked unless the answer, or an item, fits: `{ type: "{{channel}}", opted_in: true }`'),
}).superRefine((given, context) => {
  const tests = GUARD_TESTS.filter((test) => given[test] !== undefined);
  if (tests.length !== 1)
    context.addIssue(`must have one of ${GUARD_TESTS.join(', ')}, and has ${tests.join(' and ') || 'none'}`);
});
