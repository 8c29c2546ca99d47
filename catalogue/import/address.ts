import { isIP } from 'node:net';
import { hasUser, splitUrl } from '../destination/split-url.js';
import { type Entry, ImportRefused, type Notes } from './pasted.js';
import { hasPlaceholder, looksSecret, namesSecret } from './words.js';

/** A pasted URL, taken apart: where the destination is, and what the action adds to it. */
export interface Address {
  /** The base URL, or the variable that holds it if a secret is in its path. */
  readonly url: string | { readonly env: string };
  /** The base URL itself, for the check of what is made of it; may hold a secret. */
  readonly base: string;
  /** Hosts inside one's own network, which must be allowed by name. */
  readonly allow: readonly string[];
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Parameters that hold secrets. */
  readonly secretQuery: readonly (readonly [name: string, value: Entry])[];
  /** A user and password that stood before the host. */
  readonly user: { readonly username: string; readonly password: Entry } | null;
}

/** Takes a pasted URL apart. @throws ImportRefused */
export function readAddress({ value, line }: Entry, notes: Notes): Address {
  const user = userIn(value, line);
  const url = hasUser(value) ? value.replace(/\/\/[^/?#]*@/, '//') : value;
  const origin = /^https?:\/\/[^/?#\s\\]+/i.exec(url)?.[0];
  if (origin === undefined) throw new ImportRefused(line, 'the URL must be complete: http(s)://host/path');
  if (hasPlaceholder(origin)) {
    throw new ImportRefused(line, 'the host of the URL holds a placeholder: import each host separately');
  }
  if (!URL.canParse(origin)) throw new ImportRefused(line, 'the URL has no valid host: check its spelling and port');
  const split = splitUrl(url, { name: notes.destination, url: origin });
  if ('fault' in split) throw new ImportRefused(line, `the URL ${split.fault}`);
  const { hostname, protocol } = new URL(origin);
  const isOwn = isOwnHost(hostname.replace(/^\[|\]$/g, ''));
  if (protocol === 'http:' && !isOwn) notes.add(line, 'http is not encrypted: use https if the endpoint has it');
  return {
    ...hideInPath(origin, split.path, line, notes),
    allow: isOwn ? [hostname.replace(/^\[|\]$/g, '')] : [],
    ...sortQuery(split.query, line),
    user,
  };
}

function userIn(url: string, line: number): Address['user'] {
  if (!hasUser(url)) return null;
  const [username = '', ...password] = (/\/\/([^/?#]*)@/.exec(url)?.[1] ?? '').split(':');
  return { username, password: { value: password.join(':'), line } };
}

/** A part of the path that is a secret goes into the base URL, and that into a variable. */
function hideInPath(origin: string, path: string, line: number, notes: Notes): Pick<Address, 'url' | 'base' | 'path'> {
  const parts = path.split('/');
  const last = parts.findLastIndex(looksSecret);
  if (last === -1) return { url: origin, base: origin, path };
  const env = notes.variable('URL');
  notes.add(
    line,
    `a part of the path looks like a secret, so the URL up to it is now { env: ${env} }: set that variable`,
  );
  return {
    url: { env },
    base: origin + parts.slice(0, last + 1).join('/'),
    path: `/${parts.slice(last + 1).join('/')}`,
  };
}

function sortQuery(query: Readonly<Record<string, string>>, line: number): Pick<Address, 'query' | 'secretQuery'> {
  const isSecret = ([name, value]: [string, string]): boolean =>
    value !== '' && !hasPlaceholder(value) && (namesSecret(name) || looksSecret(value));
  const pairs = Object.entries(query);
  return {
    query: Object.fromEntries(pairs.filter((pair) => !isSecret(pair))),
    secretQuery: pairs.filter(isSecret).map(([name, value]) => [name, { value, line }] as const),
  };
}

function isOwnHost(host: string): boolean {
  if (isIP(host) === 0) return host === 'localhost' || !host.includes('.') || /\.(local|internal|lan)$/.test(host);
  return /^(127|10|192\.168|172\.(1[6-9]|2\d|3[01]))\.|^::1$|^f[cd]/i.test(host);
}
