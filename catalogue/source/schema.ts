import { z } from 'zod';
import { duration, json, signingSecrets, strict, title } from '../schema/parts.js';

const path = z
  .string()
  .regex(
    /^(body|query|headers)(\.[^\s.]+)*$/,
    'must be a path that begins with body, query or headers, such as body.user_id',
  );

const fixed = strict({ is: json });

/** A word of the other system and its meaning here: `{ from: body.type, values: { Bet: casino.bet } }`. */
const translated = strict({ from: z.union([path, z.array(path).min(1)]), values: z.record(z.string(), z.string()) });

/** A value: a path, a list of paths (the first one with a value counts), a translated path, or a fixed value. */
export const sourceValue = z.union([path, z.array(path).min(1), translated, fixed], {
  error:
    'must be a path such as body.user_id or query.user_id, a list of them, { from: PATH, values: { … } }, or { is: VALUE }',
});

const tree: z.ZodType<SourceTreeInput> = z
  .union([sourceValue, z.lazy(() => z.record(z.string(), tree))], {
    error: 'must be a path such as body.data, a list of them, { is: VALUE }, or a mapping of such',
  })
  .meta({ id: 'tree' });

/** A source's value as it is written. */
export type SourceValueInput = z.output<typeof sourceValue>;

/** A source's value, or a mapping of values, as it is written. */
export type SourceTreeInput = SourceValueInput | { [key: string]: SourceTreeInput };

/** One definition of sources.yaml. */
export const sourceSchema = strict({
  title,
  map: strict({
    id: sourceValue.optional().describe("Place of the event's id in the request; otherwise see `identity`"),
    type: sourceValue.describe("The event's type"),
    playerId: sourceValue,
    occurredAt: sourceValue.optional().describe('Otherwise the time of receipt'),
    data: tree.optional(),
    state: tree.optional(),
    campaign: tree.optional().describe('`{ id, name }`'),
    brand: sourceValue.optional().describe("A brand or origin of the key; otherwise the key's brand"),
  }).describe('Place of each part of an event in the request'),
  identity: strict({
    window: duration.describe(
      '1 s to 1 day. Equal requests within it count as one event, so a second real one is lost. After it they count as two: ' +
        'a late retry is acted on twice',
    ),
  })
    .optional()
    .describe('Recognises repeats of a request without an id; required if `map` has no `id`'),
  auth: z.enum(['key', 'token', 'signature']).default('key').describe('Proof of the sender'),
  secrets: signingSecrets
    .optional()
    .describe(
      'Only for `auth: signature`: `whsec_` and the base64 of 24 to 64 bytes; two while one replaces the other',
    ),
});
