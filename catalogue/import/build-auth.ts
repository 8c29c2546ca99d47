import type { SecretReference } from '../catalogue.js';
import type { Notes } from './notes.js';
import { type Entry, ImportRefused, type Key, type Pasted } from './pasted.js';
import { looksSecret, namesSecret } from './words.js';

/** An auth as destinations.yaml writes it. */
export type WrittenAuth = Readonly<Record<string, string | SecretReference | Record<string, string | SecretReference>>>;

/** What an auth is built from; `line` is where its kind is named. */
export interface AuthParts {
  readonly entries: Pasted['entries'];
  /** The destination's URL. */
  readonly base: string;
  readonly line: number;
  readonly notes: Notes;
}

/** An auth of a kind, from what the definition says. @throws ImportRefused where something it needs is missing */
export function buildAuth(kind: string, parts: AuthParts): WrittenAuth {
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

/** Where a screen keeps the secret to itself, or shows dots, its variable is named all the same. */
function secretOf({ entries, line, notes }: AuthParts, key: Key, what: string): SecretReference {
  const entry = entries.get(key);
  if (entry !== undefined && !/^[*•.x]+$/i.test(entry.value)) return notes.secret(entry, what);
  const env = notes.variable(what);
  notes.add(entry?.line ?? line, `the secret is not here: it is { env: ${env} }. Set that variable`);
  return { env };
}

function tokenUrl({ value, line }: Entry): string {
  const [, query = ''] = value.split('?');
  const secret = [...new URLSearchParams(query)].some(([name, one]) => namesSecret(name) || looksSecret(one));
  if (!secret) return value;
  throw new ImportRefused(line, 'the token URL holds a secret in its query: take it out, and name Client secret: …');
}

/** A token endpoint of this kind stands below the destination's URL. */
function below(base: string, entry: Entry): string {
  const url = tokenUrl(entry);
  if (url.startsWith('/')) return url;
  if (url.startsWith(`${base}/`)) return url.slice(base.length);
  throw new ImportRefused(
    entry.line,
    'the token URL must begin as the URL does: import an endpoint of another host as oauth2',
  );
}
