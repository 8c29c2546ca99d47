import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A request would go to where its destination may not reach. The message names address and fix. */
export class TargetRefused extends Error {
  override readonly name = 'TargetRefused';
}

/** Resolves a name to addresses; Node's `lookup` unless given. */
export type Resolve = (
  name: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Decides which addresses the requests to one URL can reach. */
export interface TargetGuard {
  /** Resolves a name to those of its addresses that may be reached: these are what is connected to. */
  readonly lookup: LookupFunction;
  /** The refusal of an address; `null` if it can be reached. */
  readonly refusalOf: (address: string) => TargetRefused | null;
}

/** The ranges that a host of the destination may have once its name is allowed; all others go by address alone. */
const BY_NAME = ['loopback', 'private', 'uniqueLocal', 'carrierGradeNat'];

/** Addresses of cloud metadata besides the link-local 169.254.169.254: Azure, Alibaba, AWS, Google. */
const METADATA = ['168.63.129.16', '100.100.100.200', 'fd00:ec2::254', 'fd20:ce::254'];

/** All IPv6 addresses that the internet has: the rest of the space is reserved, or stands for other addresses. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Guards the connections of requests to a URL. They can reach public addresses and those that `allow` names: addresses
 * (`10.1.2.3`), ranges (`10.0.0.0/8`), and host names. A host name allows its loopback, private and carrier-grade NAT
 * addresses.
 * @throws TargetRefused for a URL with another scheme, a user or password, or a refused address
 */
export function guardTarget(url: string, allow: readonly string[], resolve: Resolve = lookup): TargetGuard {
  const { protocol, username, password, hostname } = new URL(url);
  if (!/^https?:$/.test(protocol)) throw new TargetRefused(`a URL of ${protocol} can't be called: use http or https`);
  if (username + password !== '') throw new TargetRefused('a URL must not hold a user or password: use auth');
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  const refusalOf = (address: string): TargetRefused | null => refusal(host, address, allow);
  const refused = isIP(host) === 0 ? null : refusalOf(host);
  if (refused !== null) throw refused;
  return {
    refusalOf,
    lookup: (name, options, done) => {
      resolve(name, { ...options, all: true }, (error, found) => {
        const good = error === null ? found.filter(({ address }) => refusalOf(address) === null) : [];
        const [first] = good;
        if (first === undefined) done(error ?? refusalOf(found[0]?.address ?? ''), []);
        else if (options.all === true) done(null, good);
        else done(null, first.address, first.family);
      });
    },
  };
}

/** Refuses a host's address, in a sentence with the fix; `null` if it can be reached. */
function refusal(host: string, address: string, allow: readonly string[]): TargetRefused | null {
  if (isIP(address) === 0) return new TargetRefused(`the host ${host} has no address`);
  const range = rangeOf(address);
  if (range === 'unicast' || allow.some((entry) => holds(entry, address))) return null;
  const byName = BY_NAME.includes(range);
  if (byName && allow.some((entry) => entry.toLowerCase().replace(/\.$/, '') === host)) return null;
  const whose = host === address ? `the address ${address}` : `the address ${address} of the host ${host}`;
  const fix = byName && host !== address ? `${address} or ${host}` : address;
  return new TargetRefused(
    `${whose} is not public (${range}): if that is intended, add ${fix} to the destination's allow`,
  );
}

function rangeOf(address: string): string {
  if (METADATA.some((one) => isSame(one, address))) return 'cloud metadata';
  const parsed = ipaddr.parse(address);
  const range = parsed.range();
  const isPublic = range !== 'unicast' || parsed.kind() === 'ipv4' || parsed.match(GLOBAL_IPV6);
  return isPublic ? range : 'reserved';
}

/** True if an entry of `allow` is this address or a range that holds it. */
function holds(entry: string, address: string): boolean {
  if (!entry.includes('/')) return isIP(entry) !== 0 && isSame(entry, address);
  const [network, prefix] = ipaddr.parseCIDR(entry);
  const parsed = ipaddr.parse(address);
  return parsed.kind() === network.kind() && parsed.match(network, prefix);
}

function isSame(one: string, other: string): boolean {
  return (
    isIP(one) === isIP(other) && ipaddr.parse(one).toNormalizedString() === ipaddr.parse(other).toNormalizedString()
  );
}
