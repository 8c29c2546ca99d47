import type { Requesting } from '../action/templates.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { hasPlaceholder, namesSecret } from '../import/words.js';
import type { Issue } from '../load/issues.js';
import type { Auth, Destination } from './definition.js';
import { hasUser } from './split-url.js';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Fault of a base URL, without the password that it might hold; `null` for none. */
export function baseUrlFault(url: string): string | null {
  if (hasUser(url)) return USERINFO;
  const { protocol, search, hash } = URL.canParse(url) ? new URL(url) : { protocol: '', search: '', hash: '' };
  if (/^https?:$/.test(protocol) && search + hash === '') return null;
  return `"${url}" is not a base URL: use https://host/path, without user, query or fragment`;
}

/** Faults of a destination's auth. */
export function authIssues({ url, auth }: Pick<Destination, 'url' | 'auth'>): Issue[] {
  if (auth.kind === 'basic' && auth.username.includes(':')) {
    const message = "holds a colon, which basic auth can't carry: choose a user name without one";
    return [{ path: ['auth', 'username'], message }];
  }
  const fault = auth.kind === 'oauth2' ? tokenUrlFault(auth.tokenUrl, url) : null;
  return fault === null ? [] : [{ path: ['auth', 'tokenUrl'], message: fault }];
}

/** A parameter of a request's query that its destination's auth would add a second time. */
export function clashIssues(
  { destinations }: BrandCatalogue,
  { destination, query }: Pick<Requesting, 'destination' | 'query'>,
): Issue[] {
  const auth: Auth | undefined = destinations.get(destination)?.auth;
  if (auth?.kind !== 'query' || !Object.hasOwn(query, auth.parameter)) return [];
  const message = `is the parameter in which the auth of ${destination} sends its secret: remove it here, or use another parameter there`;
  return [{ path: ['query', auth.parameter], message }];
}

const USERINFO = 'holds a user or password: move them to auth: { type: basic, username, password: { env: NAME } }';

function tokenUrlFault(tokenUrl: string, base: string): string | null {
  if (tokenUrl.startsWith('/')) return /[\s#\\]/.test(tokenUrl) ? 'holds a space, # or backslash: remove it' : null;
  if (hasUser(tokenUrl)) return 'holds a user or password: move them to clientId and clientSecret';
  if (!URL.canParse(tokenUrl)) return `"${tokenUrl}" is not a URL: use https://host/path, or a path that begins with /`;
  const { protocol, hostname, hash } = new URL(tokenUrl);
  if (!/^https?:$/.test(protocol)) return `is a URL of ${protocol} and must be https: use https://host/path`;
  if (hash !== '') return 'has a part after #, which is never sent: remove it';
  const isPlain = protocol === 'http:' && !base.startsWith('http:') && !LOOPBACK.test(hostname);
  return isPlain ? 'would send the secret unencrypted: use https' : null;
}

/** These end in a secret's word, and hold none. */
const PLAIN = /idempotency|public|partition/i;

/**
 * Headers and credentials that hold a secret as it stands, as far as their names tell. It would be recorded with each
 * call, and shown by whoever shows the catalogue.
 * @param at where they stand
 */
export function openSecretIssues(
  values: Readonly<Record<string, unknown>>,
  at: readonly string[],
  fix: (name: string) => string,
): Issue[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const isOpen = typeof value === 'string' && value !== '' && !hasPlaceholder(value);
    if (!isOpen || !namesSecret(name) || PLAIN.test(name)) return [];
    return [{ path: [...at, name], message: `holds a secret as plain text: ${fix(name)}` }];
  });
}
