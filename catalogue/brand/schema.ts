import { z } from 'zod';
import { guard } from '../guard/schema.js';
import { duration, name, secret, strict, text } from '../schema/parts.js';
import { isTimeZone } from '../send-conditions/local-clock.js';
import { NATIVE_NAMES } from './definition.js';

const operatorApi = strict({
  destination: name.describe("The destination of the operator's platform"),
  supports: z.array(z.enum(NATIVE_NAMES)).describe('The native actions and option lists that the platform answers'),
});

const names = z.array(z.string().min(1)).optional();

/** Names of shared definitions, by section. */
const chosen = strict({ events: names, actions: names, lookups: names, rules: names, sources: names });

/** brand.yaml: what a brand is. Its name is its folder's. */
export const brandSchema = strict({
  origins: z.array(text).default([]).describe('Other names under which upstream systems know the brand'),
  eventWindow: duration
    .prefault('29 days')
    .describe('Greatest age of an event; less than the 30 days for which Temporal keeps runs'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'is not a time zone: use an IANA name, such as Europe/Malta')
    .default('UTC')
    .describe("IANA name of the time zone of the brand's players"),
  uses: chosen
    .optional()
    .describe(
      'Shared definitions that the brand takes, by section: only these, plus all events. All of them without it',
    ),
  except: chosen.optional().describe('Instead of `uses`: shared definitions that the brand does not take'),
  operatorApi: operatorApi.optional().describe('Native calls of the platform; they need no URL, method or auth'),
  playerState: name.optional().describe('Lookup that answers `{{state.x}}` if no fresh state came with the event'),
  aliases: z
    .record(
      z
        .string()
        .regex(
          /^[A-Za-z][A-Za-z0-9_]*$/,
          'is not a valid name: use letters, digits and underscores, such as FirstName',
        ),
      z
        .string()
        .regex(
          /^(state|event|player|brand|campaign|fields)(\.[^\s.{}|":]+)+$/,
          'must be a path, such as state.first_name',
        ),
    )
    .default({})
    .describe('Paths for `#Name#` of the fast-track dialect that are not `state.Name`'),
  guards: z
    .record(name, guard)
    .default({})
    .describe('Checks on the player before a call is sent, for the actions that name them'),
  testPlayers: z
    .array(text)
    .default([])
    .describe('Players to whom a test can send money; their hashes if ids are hashed'),
  hashPlayerIds: z
    .union([z.boolean(), secret], {
      error: 'must be true, false, or where the key is: { env: NAME } or { file: PATH }',
    })
    .default(false)
    .describe('True to hash player ids on arrival; a reference to a secret hashes with that key'),
});
