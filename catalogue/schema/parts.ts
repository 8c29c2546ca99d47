import ms, { type StringValue } from 'ms';
import { z } from 'zod';
import { NAME } from '../../workflows/contracts/names.js';
import { FIELD_TYPES } from '../action/definition.js';
import { didYouMean } from '../did-you-mean.js';

/** The name of a definition. */
export const name = z
  .string()
  .max(64, 'is longer than 64 characters: shorten it')
  .regex(NAME, 'is not a valid name: use lower case letters, digits and dashes, starting with a letter');

/** Text that says something. */
export const text = z.string().min(1, 'is empty: fill it in, or remove the key');

/** Name of a definition for people. */
export const title = text.max(200, 'is longer than 200 characters: shorten it').optional();

/** A length of time, `75 hours`; becomes milliseconds. */
export const duration = z.string().transform((written, context): number => {
  const milliseconds = /\d/.test(written) ? ms(written as StringValue) : Number.NaN;
  if (Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  context.addIssue(`"${written}" is not a duration: use a number and a unit, such as "10 s", "5 minutes", "75 hours"`);
  return z.NEVER;
});

/** A length of time, or a word for one without end, which becomes `null`. */
export function durationOr(word: 'ever' | 'never') {
  return z.union([z.literal(word).transform(() => null), duration], {
    error: `must be a duration, such as "24 hours", or ${word}`,
  });
}

/** A secret by reference, never the secret itself; a fault names no value. */
export const secret = z.union(
  [
    strict({
      env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not a variable name: use letters, digits and underscores'),
    }),
    strict({ file: z.string().min(1, 'is empty: give the path of a file') }),
  ],
  { error: 'must be a reference, never the secret itself: { env: NAME } or { file: PATH }' },
);

/** The secrets of signatures by Standard Webhooks. */
export const signingSecrets = z
  .array(secret)
  .min(1, 'is empty: add a reference to a secret')
  .max(2, 'has more than two secrets: keep only the old and the new one')
  .describe('`whsec_` and the base64 of 24 to 64 bytes; two of them while one replaces the other');

/** Any JSON value: checked to be one when the file is read. */
export const json = z.unknown();

/** A JSON Schema: checked to be one when the definition is used. */
export const jsonSchema = z.union([z.record(z.string(), z.unknown()), z.boolean()], {
  error: 'must be a JSON Schema, such as { type: object, properties: { … } }',
});

/** Text templates by name; plain numbers and truth values are taken as their text. */
export const templates = z.record(
  z.string().min(1),
  z.union([z.string(), z.number().transform(String), z.boolean().transform(String)], {
    error: 'must be text, a number, true or false',
  }),
);

/** An ISO 8601 day or instant. */
export const date = z
  .string()
  .refine(
    (written) =>
      /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(written) && !Number.isNaN(Date.parse(written)),
    'is not an ISO 8601 date: use one such as 2026-03-01 or 2026-03-01T12:00:00Z',
  );

/** Declaration of an action's field or a lookup's param. */
export const field = strict({
  type: z.enum(FIELD_TYPES).describe('Type of its values; `money` is `{ amount: "20.00", currency: "EUR" }`'),
  required: z.boolean().default(false).describe('True if a call must give it'),
  default: json.optional().describe('Value for a call that gives none'),
  options: name.optional().describe('Only for `select`: the option list that people choose from'),
  title: title.describe('Label for people; its name unless given'),
});

/** Fields or params by name. */
export const fields = z.record(
  z
    .string()
    .regex(
      /^[A-Za-z][A-Za-z0-9_]*$/,
      'is not a field name: use letters, digits and underscores, starting with a letter',
    ),
  field,
);

/** The four switches that journeys and rules share. */
export const switches = {
  enabled: z.boolean().default(true).describe('False to stop new runs'),
  from: date.optional().describe('ISO 8601: nobody enters before'),
  until: date.optional().describe('ISO 8601: nobody enters from then on'),
  holdout: z
    .number()
    .min(0, 'must be a percentage, 0 to 100')
    .max(100, 'must be a percentage, 0 to 100')
    .default(0)
    .describe('Percent of players who stay out, as the control group'),
};

/** A mapping that refuses unknown keys. The message has one line for each of them, in the order of `keys`. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `is unknown${didYouMean(key, Object.keys(shape))}`).join('\n')
        : undefined,
  });
}
