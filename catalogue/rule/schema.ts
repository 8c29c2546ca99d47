import { z } from 'zod';
import { json, name, strict, switches, text, title } from '../schema/parts.js';
import { OPERATORS } from './definition.js';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: 'must be text, a number, true, false or null',
});
const amount = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)], {
  error: 'must be a number, or decimal digits in quotes',
});
const always = z.literal(true, { error: 'takes true: use the opposite test instead of false' });

const condition = strict({
  value: z
    .string()
    .regex(
      /^(event|state|lookup|campaign|player|brand)(\.[^\s.{}|":]+)+$/,
      'must be a path without braces that begins with event, state, lookup, campaign, player or brand, such as event.amount.amount',
    )
    .describe('What is tested: a path'),
  equals: scalar.optional(),
  'not-equals': scalar.optional(),
  in: z.array(scalar).min(1, 'is empty: name at least one value').optional(),
  'at-least': amount.optional(),
  'less-than': amount.optional(),
  exists: always.optional(),
  missing: always.optional(),
  'starts-with': text.optional(),
}).superRefine((given, context) => {
  const tests = OPERATORS.filter((operator) => given[operator] !== undefined);
  if (tests.length === 1) return;
  context.addIssue(
    tests.length === 0
      ? `tests nothing: add one of ${OPERATORS.join(', ')}`
      : `makes ${tests.length} tests (${tests.join(', ')}): write a condition for each`,
  );
});

const ruleAction = strict({
  action: text.describe("An action's name or notification type"),
  as: name.optional().describe("The step's name, unique in the rule; the action's unless given"),
  fields: z.record(z.string(), json).default({}).describe("The action's fields; leaves may hold placeholders"),
});

/** One definition of rules.yaml. */
export const ruleSchema = strict({
  title,
  trigger: z.enum(['event', 'reward']).default('event').describe('A reward fires only actions with `rewardsEnabled`'),
  on: z
    .union([text.transform((one) => [one]), z.array(text).min(1, 'is empty: name at least one type of event')], {
      error: 'must be a type of event, or a list of them',
    })
    .describe('The types of event that fire it'),
  ...switches,
  campaign: z
    .union([text.transform((one) => [one]), z.array(text).min(1)], {
      error: 'must be the id of a campaign in quotes, or a list of them',
    })
    .optional()
    .describe('Only events of these campaigns, by id'),
  lookups: z.array(name).default([]).describe('Asked before the conditions: `lookup.<name>.x`'),
  if: z.array(condition).default([]).describe('All must hold'),
  do: z.array(ruleAction).min(1, 'is empty: name at least one action').describe('What is called'),
  inOrder: z.boolean().default(false).describe('One after the other; side by side unless given'),
  stopOnFailure: z.boolean().default(false).describe('Whether an action that is not delivered stops those after it'),
});
