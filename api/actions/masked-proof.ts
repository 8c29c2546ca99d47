import type { Auth, Destination } from '../../catalogue/destination/definition.js';
import { MASK } from '../http/mask-secrets.js';

/** The headers and parameters that hold a destination's credentials, with masked values. */
export interface MaskedProof {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

/** Returns the credentials that an attempt adds for its destination, masked. */
export function maskedProof({ auth, headers }: Destination): MaskedProof {
  const secret = Object.entries(headers).filter(([, value]) => typeof value !== 'string');
  const proof = proofOfAuth(auth);
  return {
    ...proof,
    headers: { ...Object.fromEntries(secret.map(([name]) => [name.toLowerCase(), MASK])), ...proof.headers },
  };
}

function proofOfAuth(auth: Auth): MaskedProof {
  switch (auth.kind) {
    case 'none':
      return { headers: {}, query: {} };
    case 'api-key':
      return { headers: { [auth.header.toLowerCase()]: MASK }, query: {} };
    case 'query':
      return { headers: {}, query: { [auth.parameter]: MASK } };
    case 'basic':
      return { headers: { authorization: `Basic ${MASK}` }, query: {} };
    case 'bearer':
    case 'oauth2':
    case 'token':
      return { headers: { authorization: `Bearer ${MASK}` }, query: {} };
  }
}
