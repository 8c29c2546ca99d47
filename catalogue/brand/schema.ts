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
    .describe('How old an event may be; less than the 30 days that Temporal keeps'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'is no time zone: use an IANA name, such as Europe/Malta')
    .default('UTC')
    .describe("The IANA name of the zone whose clock the brand's players live by"),
  uses: chosen
    .optional()
    .describe('The shared definitions that the brand takes, by section: no others, but all events. Without it, all'),
  except: chosen.optional().describe('Instead of `uses`: the shared definitions that the brand does not take'),
  operatorApi: operatorApi.optional().describe('The native calls: no URL, method or auth of their own'),
  playerState: name
    .optional()
    .describe('The lookup that answers `{{state.x}}` where no fresh state came with the event'),
  aliases: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'is no name such as FirstName'),
      z
        .string()
        .regex(
          /^(state|event|player|brand|campaign|fields)(\.[^\s.{}|":]+)+$/,
          'must be a path, such as state.first_name',
        ),
    )
    .default({})
    .describe('What `#Name#` of the fast-track dialect stands for, where that is not `state.Name`'),
  guards: z
    .record(name, guard)
    .default({})
    .describe('What is asked about a player before a call is sent, for the actions that name it'),
  testPlayers: z
    .array(text)
    .default([])
    .describe('The players to whom a test may send money; their hashes where ids are hashed'),
  hashPlayerIds: z
    .union([z.boolean(), secret], {
      error: 'must be true, false, or where the key is: { env: NAME } or { file: PATH }',
    })
    .default(false)
    .describe('Whether player ids are hashed on their way in; a reference to a secret hashes with that key'),
});
