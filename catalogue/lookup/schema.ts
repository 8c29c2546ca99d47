import { z } from 'zod';
import { duration, fields, jsonSchema, name, strict, templates, text, title } from '../schema/parts.js';

const request = {
  title,
  destination: name.describe('Where it is asked'),
  path: z.string().describe("A path template below the destination's URL"),
  query: templates.default({}).describe('Templates by parameter: `{{params.x}}`, `{{player.id}}`, `{{brand.id}}`'),
  headers: templates.default({}).describe('Templates by header'),
  params: fields.default({}).describe('What whoever asks may give'),
};

/** One lookup of lookups.yaml. */
export const lookupSchema = strict({
  kind: z.literal('lookup').default('lookup').describe('`lookup`, or `options` for an option list'),
  ...request,
  select: z.string().default('').describe("The path into the answer's body; the whole body unless given"),
  answer: jsonSchema.default(true).describe('The JSON Schema of what is selected'),
});

/** One option list of lookups.yaml. */
export const optionListSchema = strict({
  kind: z.literal('options').describe('`options`: what a dropdown offers'),
  ...request,
  items: z.string().default('Data').describe("Where the items stand in the answer's body, whatever the case"),
  text: text.default('text').describe('Where the text stands in an item'),
  value: text.default('value').describe('Where the value stands in an item'),
  cache: duration.prefault('5 minutes').describe('How long an answer is served without asking again'),
});
