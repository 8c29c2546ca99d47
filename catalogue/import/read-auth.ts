import type { SecretReference } from '../destination/definition.js';
import type { Address } from './address.js';
import { type Entry, ImportRefused, type Key, type Notes, type Pasted } from './pasted.js';
import { hasPlaceholder, looksSecret, namesSecret } from './words.js';

/** The auth of an endpoint, and the headers that are no part of it. */
export interface ReadAuth {
  readonly auth: WrittenAuth;
  readonly headers: Readonly<Record<string, string>>;
}

/** Names of each kind in other systems. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  none: ['none', 'noauth', 'no'],
  'api-key': ['apikey', 'xapikey', 'key', 'header', 'customheader', 'apikeyheader'],
  query: ['query', 'queryparameter', 'querystring'],
  bearer: ['bearer', 'bearertoken'],
  basic: ['basic', 'basicauth', 'usernameandpassword'],
  oauth2: ['oauth2', 'oauth', 'oauth20', 'clientcredentials', 'oauthclientcredentials', 'oauth2clientcredentials'],
  token: ['token', 'tokenendpoint'],
};

/**
 * Reads the auth: the declared one, or the one that keys, headers and URL show. A destination has one auth, so a second
 * secret is left out with a note.
 * @throws ImportRefused if a part that the kind needs is missing
 */
export function readAuth(pasted: Pasted, address: Address, notes: Notes): ReadAuth {
  const secretHeaders = [...pasted.headers].filter(isSecretHeader);
  const headers = Object.fromEntries(
    [...pasted.headers].filter((pair) => !isSecretHeader(pair)).map(([name, { value }]) => [name, value]),
  );
  const declared = pasted.entries.get('auth');
  const kind = declared === undefined ? kindShown(pasted) : kindNamed(declared, pasted);
  const found: (() => WrittenAuth)[] = [
    ...(kind === null || kind === 'none'
      ? []
      : [() => buildAuth(kind, { entries: pasted.entries, base: address.base, line: declared?.line ?? 1, notes })]),
    ...(address.user === null ? [] : [() => fromUser(address, notes)]),
    ...secretHeaders.map(
      ([name, entry]) =>
        () =>
          fromHeader(name, entry, notes),
    ),
    ...address.secretQuery.map(([parameter, entry]) => () => ({
      type: 'query',
      parameter,
      secret: notes.secret(entry, parameter),
    })),
  ];
  const [first, ...others] = found;
  if (others.length > 0) leftOut(pasted, address, kind, secretHeaders, notes);
  return { auth: first?.() ?? { type: 'none' }, headers };
}

/** Names what a second auth would be, once the first one is taken. */
function leftOut(
  pasted: Pasted,
  address: Address,
  kind: string | null,
  secretHeaders: readonly [string, Entry][],
  notes: Notes,
): void {
  const places = [
    ...(kind === null || kind === 'none' ? [] : [{ what: 'auth', line: pasted.entries.get('auth')?.line ?? 1 }]),
    ...(address.user === null ? [] : [{ what: 'the user in the URL', line: address.user.password.line }]),
    ...secretHeaders.map(([name, { line }]) => ({ what: `the header ${name}`, line })),
    ...address.secretQuery.map(([name, { line }]) => ({ what: `the parameter ${name}`, line })),
  ];
  for (const { what, line } of places.slice(1)) {
    notes.add(
      line,
      `${what} holds a second secret, and a destination has one auth, so it is left out: ask for an endpoint that needs only one`,
    );
  }
}

function kindNamed({ value, line }: Entry, pasted: Pasted): string {
  const name = value.toLowerCase().replace(/[^a-z0-9]/g, '');
  const kind = Object.keys(KINDS).find((one) => KINDS[one]?.includes(name));
  if (kind === undefined) {
    // What is written there may be a secret.
    throw new ImportRefused(line, `the auth is unknown: use ${Object.keys(KINDS).join(', ')}`);
  }
  // "Token" alone is what others call a bearer token.
  return kind === 'token' && !pasted.entries.has('tokenUrl') ? 'bearer' : kind;
}

function kindShown({ entries }: Pasted): string | null {
  const has = (key: Key): boolean => entries.has(key);
  if (has('clientId') || has('clientSecret')) return 'oauth2';
  if (has('tokenUrl')) return 'token';
  if (has('username') || has('password')) return 'basic';
  if (has('parameter')) return 'query';
  return has('secret') || has('authHeader') ? 'api-key' : null;
}

function fromUser({ user }: Address, notes: Notes): WrittenAuth {
  if (user === null) return { type: 'none' };
  return {
    type: 'basic',
    username: decodeURIComponent(user.username),
    password: notes.secret(user.password, 'PASSWORD'),
  };
}

function fromHeader(name: string, entry: Entry, notes: Notes): WrittenAuth {
  const [, scheme = '', credentials = ''] = /^(bearer|basic)\s+(.+)$/i.exec(entry.value) ?? [];
  if (name === 'authorization' && scheme.toLowerCase() === 'bearer') {
    return { type: 'bearer', secret: notes.secret({ ...entry, value: credentials }, 'TOKEN') };
  }
  const [username = '', ...password] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  if (name === 'authorization' && scheme !== '' && password.length > 0) {
    return { type: 'basic', username, password: notes.secret({ ...entry, value: password.join(':') }, 'PASSWORD') };
  }
  return { type: 'api-key', header: name, secret: notes.secret(entry, 'KEY') };
}

function isSecretHeader([name, { value }]: [string, Entry]): boolean {
  return value !== '' && !hasPlaceholder(value) && (namesSecret(name) || looksSecret(value));
}

/** An auth as destinations.yaml writes it. */
export type WrittenAuth = Readonly<Record<string, string | SecretReference | Record<string, string | SecretReference>>>;

/** Input for an auth; `line` is the line that names its kind. */
export interface AuthParts {
  readonly entries: Pasted['entries'];
  /** The destination's URL. */
  readonly base: string;
  readonly line: number;
  readonly notes: Notes;
}

/** An auth of a kind, from what the definition says. @throws ImportRefused where something it needs is missing */
function buildAuth(kind: string, parts: AuthParts): WrittenAuth {
  const { entries, base } = parts;
  const need = (key: Key, called: string): Entry => needed(kind, parts, key, called);
  const scope = entries.get('scope');
  switch (kind) {
    case 'query':
      return { type: kind, parameter: need('parameter', 'Parameter').value, secret: secretOf(parts, 'secret', 'KEY') };
    case 'bearer':
      return { type: kind, secret: secretOf(parts, 'secret', 'TOKEN') };
    case 'basic':
      return { type: kind, username: need('username', 'Username').value, password: passwordOf(parts) };
    case 'oauth2':
      return {
        type: kind,
        tokenUrl: tokenUrl(need('tokenUrl', 'Token URL')),
        clientId: need('clientId', 'Client id').value,
        clientSecret: secretOf(parts, 'clientSecret', 'CLIENT_SECRET'),
        ...(scope === undefined ? {} : { scope: scope.value }),
      };
    case 'token':
      return {
        type: kind,
        path: below(base, need('tokenUrl', 'Token URL')),
        credentials: { username: need('username', 'Username').value, password: passwordOf(parts) },
      };
    default:
      return {
        type: 'api-key',
        header: entries.get('authHeader')?.value ?? 'x-api-key',
        secret: secretOf(parts, 'secret', 'KEY'),
      };
  }
}

function needed(kind: string, { entries, line }: AuthParts, key: Key, called: string): Entry {
  const entry = entries.get(key);
  if (entry === undefined) throw new ImportRefused(line, `auth ${kind} needs ${called}: add a line "${called}: …"`);
  return entry;
}

function passwordOf(parts: AuthParts): SecretReference {
  return secretOf(parts, 'password', 'PASSWORD');
}

/** Names the variable even if the definition hides the secret or shows dots. */
function secretOf({ entries, line, notes }: AuthParts, key: Key, what: string): SecretReference {
  const entry = entries.get(key);
  if (entry !== undefined && !/^[*•.x]+$/i.test(entry.value)) return notes.secret(entry, what);
  const env = notes.variable(what);
  notes.add(entry?.line ?? line, `the secret is missing, so it is { env: ${env} }: set that variable`);
  return { env };
}

function tokenUrl({ value, line }: Entry): string {
  const [, query = ''] = value.split('?');
  const secret = [...new URLSearchParams(query)].some(([name, one]) => namesSecret(name) || looksSecret(one));
  if (!secret) return value;
  throw new ImportRefused(line, 'the token URL holds a secret in its query: move it to a line Client secret: …');
}

/** A token endpoint of this kind stands below the destination's URL. */
function below(base: string, entry: Entry): string {
  const url = tokenUrl(entry);
  if (url.startsWith('/')) return url;
  if (url.startsWith(`${base}/`)) return url.slice(base.length);
  throw new ImportRefused(
    entry.line,
    'the token URL must begin with the URL of the endpoint: use oauth2 for a token endpoint on another host',
  );
}
