import type { Destination } from '../../catalogue/destination/definition.js';
import { type PlacedProof, placeProof, proofPlace } from '../../outbound/auth/proof-place.js';
import { MASK } from '../http/mask-secrets.js';

/** The headers and parameters that authorise requests to a destination, masked. */
export function maskedProof({ auth, headers }: Destination): PlacedProof {
  const secret = Object.entries(headers).filter(([, value]) => typeof value !== 'string');
  const proof = placeProof(proofPlace(auth), MASK);
  return {
    ...proof,
    headers: { ...Object.fromEntries(secret.map(([name]) => [name.toLowerCase(), MASK])), ...proof.headers },
  };
}
