import { validateHeaderName, validateHeaderValue } from 'node:http';
import { BlockList, isIP } from 'node:net';
import type { Issue } from '../load/issues.js';
import { authIssues, baseUrlFault, openSecretIssues } from './check-auth.js';
import type { Destination } from './definition.js';

/** Headers that HTTP sets for the connection. Another value would misroute a request or cut it short. */
const OF_THE_CONNECTION =
  /^(host|connection|content-length|transfer-encoding|te|trailer|expect|upgrade|keep-alive|proxy-.*)$/i;

export function destinationIssues(destination: Destination): Issue[] {
  const { url, allow, tls, timeout, headers, auth } = destination;
  const issues: Issue[] = allow.flatMap((entry, index) => {
    const message = allowFault(entry);
    return message === null ? [] : [{ path: ['allow', index], message }];
  });
  if ((tls?.cert === undefined) !== (tls?.key === undefined)) {
    issues.push({ path: ['tls'], message: 'needs both cert and key: add the missing one' });
  }
  const urlFault = url === '' ? null : baseUrlFault(url);
  if (urlFault !== null) issues.push({ path: ['url'], message: urlFault });
  if (!(timeout > 0 && timeout <= 10_000)) {
    issues.push({ path: ['timeout'], message: `must be between 1 ms and 10 s, not ${timeout} ms` });
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!isHeader(name, typeof value === 'string' ? value : ''))
      issues.push({ path: ['headers', name], message: "has a name or value that HTTP can't send: change it" });
  }
  if (auth.kind === 'api-key' && !isHeader(auth.header, '')) {
    issues.push({
      path: ['auth', 'header'],
      message: `"${auth.header}" is not a valid header name: use letters, digits and dashes`,
    });
  }
  const byReference = (): string => 'use a reference, { env: NAME } or { file: PATH }';
  return [
    ...issues,
    ...openSecretIssues(headers, ['headers'], byReference),
    ...(auth.kind === 'token' ? openSecretIssues(auth.credentials, ['auth', 'credentials'], byReference) : []),
    ...authIssues(destination),
    ...reachIssues(destination),
  ];
}

/** True if HTTP can carry the header and it is not one of the connection's headers. */
export function isHeader(name: string, value: string): boolean {
  if (OF_THE_CONNECTION.test(name)) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false; // that is all these two functions can tell
  }
}

/** The shortest prefix that a range may have: that of the largest private ones, 10.0.0.0/8 and fc00::/7. */
const SHORTEST = { 4: 8, 6: 7 } as const;

const LONGEST = { 4: 32, 6: 128 } as const;

/** Fault of an entry of `allow`, which is an address, a range or a host name; `null` for none. */
function allowFault(entry: string): string | null {
  const [address = '', prefix, ...more] = entry.split('/');
  const family = isIP(address) as 0 | 4 | 6;
  if (prefix === undefined && (family !== 0 || isHostName(entry))) return null;
  if (family === 0 || prefix === undefined || more.length > 0 || !/^\d{1,3}$/.test(prefix)) {
    return `"${entry}" is not an address, range or host name: use one such as 10.1.2.3, 10.1.0.0/16 or localhost`;
  }
  const length = Number(prefix);
  if (length >= SHORTEST[family] && length <= LONGEST[family]) return null;
  return `"${entry}" is not a valid range: its prefix must be between /${SHORTEST[family]} and /${LONGEST[family]}`;
}

/** True if a URL reads the text as a host name: `127.1` and `0x7f.1` are addresses there. */
function isHostName(text: string): boolean {
  return (
    /^[\w.-]+$/.test(text) &&
    URL.canParse(`http://${text}`) &&
    new URL(`http://${text}`).hostname === text.toLowerCase()
  );
}

/** Addresses that need an entry in `allow`. Each attempt checks the rest. */
const NOT_PUBLIC = ranges([
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '0.0.0.0/8',
  '::1/128',
  '::/128',
  'fc00::/7',
  'fe80::/10',
]);

/** URLs of a destination that each attempt would refuse: their host is an address that is not public, nor allowed. */
function reachIssues({ url, auth, allow }: Destination): Issue[] {
  const urls = [
    { path: ['url'], url },
    ...(auth.kind === 'oauth2' ? [{ path: ['auth', 'tokenUrl'], url: auth.tokenUrl }] : []),
  ];
  return urls.flatMap((one) => {
    const host = URL.canParse(one.url) ? new URL(one.url).hostname.replace(/^\[|\]$|\.$/g, '') : '';
    if (!isShut(host, allow)) return [];
    const message = `leads to ${host}, which is not public, so every request would be refused: if that is intended, add allow: ['${host}']`;
    return [{ path: one.path, message }];
  });
}

function isShut(host: string, allow: readonly string[]): boolean {
  const isLocal = host === 'localhost';
  const addresses = isLocal ? ['127.0.0.1', '::1'] : isIP(host) === 0 ? [] : [host];
  if (addresses.length === 0 || !addresses.every((address) => holds(NOT_PUBLIC, address))) return false;
  if (isLocal && allow.some((entry) => entry.toLowerCase().replace(/\.$/, '') === host)) return false;
  const allowed = ranges(allow.filter((entry) => allowFault(entry) === null && isIP(entry.split('/')[0] ?? '') !== 0));
  return !addresses.some((address) => holds(allowed, address));
}

function ranges(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family);
  }
  return list;
}

function holds(list: BlockList, address: string): boolean {
  return list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}
