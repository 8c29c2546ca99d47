import { BlockList, isIP } from 'node:net';
import type { Destination } from '../catalogue.js';
import type { Issue } from '../read/issues.js';
import { allowFault } from './allow.js';

/** Where no request goes unless `allow` says so; what else is refused is refused by each attempt. */
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
export function reachIssues({ url, auth, allow }: Destination): Issue[] {
  const urls = [
    { path: ['url'], url },
    ...(auth.kind === 'oauth2' ? [{ path: ['auth', 'tokenUrl'], url: auth.tokenUrl }] : []),
  ];
  return urls.flatMap((one) => {
    const host = URL.canParse(one.url) ? new URL(one.url).hostname.replace(/^\[|\]$|\.$/g, '') : '';
    if (!isShut(host, allow)) return [];
    const message = `leads to ${host}, which is not public, so every request would be refused: if it is meant, write allow: ['${host}']`;
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
