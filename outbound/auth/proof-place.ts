import type { Auth, SecretReference } from '../../catalogue/destination/definition.js';

/** The place of an auth's credentials in a request. */
export interface ProofPlace {
  readonly in: 'headers' | 'query';
  /** Header, in lower case, or parameter of the query. */
  readonly name: string;
  /** Scheme before the credentials: `Bearer `. */
  readonly scheme: string;
  /** `token` if the credentials are a token to be fetched. */
  readonly secret: SecretReference | 'token';
  /** Makes the credentials from the secret. */
  readonly encode: (secret: string) => string;
}

/** Headers and query parameters that an auth adds to a request. */
export interface PlacedProof {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

const AUTHORIZATION = { in: 'headers', name: 'authorization', encode: (secret: string) => secret } as const;

/** Says for each kind of auth where its credentials go and what they are made from; `null` for none. */
export function proofPlace(auth: Auth): ProofPlace | null {
  switch (auth.kind) {
    case 'none':
      return null;
    case 'api-key':
      return { ...AUTHORIZATION, name: auth.header.toLowerCase(), scheme: '', secret: auth.secret };
    case 'query':
      return { ...AUTHORIZATION, in: 'query', name: auth.parameter, scheme: '', secret: auth.secret };
    case 'bearer':
      return { ...AUTHORIZATION, scheme: 'Bearer ', secret: auth.secret };
    case 'basic': {
      const encode = (password: string): string =>
        Buffer.from(`${auth.username}:${password}`, 'utf8').toString('base64');
      return { ...AUTHORIZATION, scheme: 'Basic ', secret: auth.password, encode };
    }
    case 'oauth2':
    case 'token':
      return { ...AUTHORIZATION, scheme: 'Bearer ', secret: 'token' };
  }
}

/** Puts credentials, or a mask instead of them, into their place. */
export function placeProof(place: ProofPlace | null, credentials: string): PlacedProof {
  if (place === null) return { headers: {}, query: {} };
  return { headers: {}, query: {}, [place.in]: { [place.name]: place.scheme + credentials } };
}
