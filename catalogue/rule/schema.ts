import { z } from 'zod';
import { json, name, strict, switches, text, title } from '../schema/parts.js';
import { OPERATORS } from './definition.js';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()], {
  error: 'must be text, a number, true, false or null',
});
const amount = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)], {
  error: 'must be a number, or decimal digits in quotes',
});
const always = z.literal(true, { error: 'must be true: use the opposite test instead of false' });

const condition = strict({
  value: z
    .string()
    .regex(
      /^(event|state|lookup|campaign|player|brand)(\.[^\s.{}|":]+)+$/,
      'must be a path without braces that begins with event, state, lookup, campaign, player or brand, such as event.amount.amount',
    )
    .describe('Path of the value to test'),
  equals: scalar.optional(),
  'not-equals': scalar.optional(),
  in: z.array(scalar).min(1, 'is empty: add at least one value').optional(),
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
      ? `has no test: add one of ${OPERATORS.join(', ')}`
      : `has ${tests.length} tests (${tests.join(', ')}): write a condition for each`,
  );
});

const ruleAction = strict({
  action: text.describe("An action's name or notification type"),
  as: name.optional().describe("The step's name, unique in the rule; the action's unless given"),
  fields: z.record(z.string(), json).default({}).describe("The action's fields; leaves can hold placeholders"),
});

/** One definition of rules.yaml. */
export const ruleSchema = strict({
  title,
  trigger: z.enum(['event', 'reward']).default('event').describe('A reward fires only actions with `rewardsEnabled`'),
  on: z
    .union([text.transform((one) => [one]), z.array(text).min(1, 'is empty: add at least one event type')], {
      error: 'must be an event type, or a list of them',
    })
    .describe('The types of event that fire it'),
  ...switches,
  campaign: z
    .union([text.transform((one) => [one]), z.array(text).min(1)], {
      error: 'must be a campaign id in quotes, or a list of them',
    })
    .optional()
    .describe('Only events of these campaigns, by id'),
  lookups: z.array(name).default([]).describe('Asked before the conditions: `lookup.<name>.x`'),
  if: z.array(condition).default([]).describe('All must hold'),
  do: z.array(ruleAction).min(1, 'is empty: add at least one action').describe('Actions to call'),
  inOrder: z.boolean().default(false).describe('One after the other; side by side unless given'),
  stopOnFailure: z.boolean().default(false).describe('True if an action that is not delivered stops those after it'),
});
