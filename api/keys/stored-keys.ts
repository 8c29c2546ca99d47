import { z } from 'zod';
import { NAME } from '../../workflows/contracts/names.js';
import { faultsOf } from '../http/problem.js';

/** The scopes that routes require. A test compares them with the routes. */
export const SCOPES = [
  'events:write',
  'journeys:read',
  'journeys:write',
  'rules:fire',
  'attention:write',
  'holds:write',
  'catalogue:read',
  'actions:test',
  'codec:decode',
] as const;

/** Scopes of planned routes. A key may already hold them. */
const RESERVED_SCOPES = ['catalogue:write', 'players:erase'] as const;

export type Scope = (typeof SCOPES)[number];

/** The form of a key: `wp_<id>_<secret>`; the id never holds an underscore. */
export const KEY_FORM = /^wp_([a-z0-9-]{1,64})_([\x21-\x7e]{1,256})$/;

const storedKeySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 lower-case letters, digits and hyphens'),
  owner: z.string().min(1).max(128).describe('The name that journals show for orders made with this key'),
  brands: z.array(z.string().regex(NAME, 'must be the name of a brand')).min(1, 'is empty: name at least one brand'),
  scopes: z.array(z.enum([...SCOPES, ...RESERVED_SCOPES], { error: `must be one of ${SCOPES.join(', ')}` })),
  digests: z
    .array(z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the whole key, as 64 hex digits in lower case'))
    .min(1, 'is empty: give the SHA-256 of the whole key')
    .max(2, 'holds more than two: only an old and a new key can be live at once'),
  expires: z.iso.datetime({ offset: true, error: 'must be null, or ISO 8601 with an offset' }).nullable(),
  revoked: z.boolean({ error: 'must be true or false' }),
});

/** A key as the file holds it: digests, never the key itself. */
export type StoredKey = Readonly<z.output<typeof storedKeySchema>>;

const storedKeysSchema = z.array(storedKeySchema, { error: 'must be a list of keys' });

/** Parses the text of a keys file. Throws with a sentence for each fault, never with the file's values. */
export function parseStoredKeys(text: string): StoredKey[] {
  const result = storedKeysSchema.safeParse(parseJson(text));
  if (!result.success) {
    throw new Error(
      faultsOf(result.error)
        .map(({ field, message }) => `${field} ${message}`)
        .join('; '),
    );
  }
  const ids = result.data.map((key) => key.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`two keys have the id ${twice}: give each its own`);
  return result.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message would quote the file.
    throw new Error('it is not JSON: check commas, quotes and brackets');
  }
}
