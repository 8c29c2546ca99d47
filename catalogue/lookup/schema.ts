import { z } from 'zod';
import { duration, fields, jsonSchema, name, strict, templates, text, title } from '../schema/parts.js';

const request = {
  title,
  destination: name.describe('Destination of the request'),
  path: z.string().describe("A path template below the destination's URL"),
  query: templates.default({}).describe('Templates by parameter: `{{params.x}}`, `{{player.id}}`, `{{brand.id}}`'),
  headers: templates.default({}).describe('Templates by header'),
  params: fields.default({}).describe('Params that a caller can give'),
};

/** One lookup of lookups.yaml. */
export const lookupSchema = strict({
  kind: z.literal('lookup').default('lookup').describe('`lookup`, or `options` for an option list'),
  ...request,
  select: z.string().default('').describe("The path into the answer's body; the whole body unless given"),
  answer: jsonSchema.default(true).describe('JSON Schema of the selected part'),
});

/** One option list of lookups.yaml. */
export const optionListSchema = strict({
  kind: z.literal('options').describe('`options`: the options of a dropdown'),
  ...request,
  items: z.string().default('Data').describe("Path of the items in the answer's body; the case of keys is ignored"),
  text: text.default('text').describe('Path of the text in an item'),
  value: text.default('value').describe('Path of the value in an item'),
  cache: duration.prefault('5 minutes').describe('Time for which an answer is served without asking again'),
});
