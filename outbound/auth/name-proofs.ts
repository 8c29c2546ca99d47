import type { Destination, SecretReference } from '../../catalogue/destination/definition.js';
import { placeOf } from './secrets.js';

/**
 * Names, in words, the secrets and certificates that requests to a destination depend on; never a value.
 * `secret: the environment variable LUCKY_KEY; certificates: checked against the public authorities`.
 */
export function nameProofs({ url, tls }: Destination, secrets: readonly SecretReference[]): string {
  const named = secrets.length === 0 ? 'no secret' : `secret: ${secrets.map(placeOf).join(', ')}`;
  const authorities = tls?.ca === undefined ? 'the public authorities' : placeOf(tls.ca);
  return url.startsWith('https:') ? `${named}; certificates: checked against ${authorities}` : named;
}
