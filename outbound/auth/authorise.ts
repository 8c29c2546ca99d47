import { createHash } from 'node:crypto';
import type { Destination, OAuth2Auth, TokenAuth } from '../../catalogue/destination/definition.js';
import type { Home } from '../request/request.js';
import { fetchOAuthToken } from './fetch-oauth-token.js';
import { fetchToken } from './fetch-token.js';
import { type PlacedProof, placeProof, type ProofPlace, proofPlace } from './proof-place.js';
import { resolveSecret } from './secrets.js';
import type { Token } from './token.js';
import type { Tokens } from './tokens.js';

const TOKEN_TIME = 10_000;

/** Sources of secrets and tokens in this process. */
export interface Access {
  readonly environment: NodeJS.ProcessEnv;
  readonly tokens: Tokens;
}

/** Credentials for one request; never stored. */
export interface Proof extends PlacedProof {
  /** Everything in it that must not be kept or shown. */
  readonly secrets: readonly string[];
  /** Drops the token in it, so that the next proof has a fresh one; `null` when there is none in it. */
  readonly renew: (() => void) | null;
}

/**
 * Makes the proof for one request to a brand's destination: its auth, and those of its headers that are secret.
 * @param home where a token is asked for, and how it is reached
 * @param deadline until when a token is waited for, in epoch milliseconds
 * @throws SecretMissing, TokenFailed, WrongTarget
 */
export async function authorise(
  brand: string,
  destination: Destination,
  home: Home,
  access: Access,
  deadline: number,
): Promise<Proof> {
  const extra = await secretHeaders(destination, access.environment);
  const proof = await proofOfAuth(brand, destination, home, access, deadline);
  return {
    ...proof,
    headers: { ...extra, ...proof.headers },
    secrets: [...proof.secrets, ...Object.values(extra)],
  };
}

async function proofOfAuth(
  brand: string,
  destination: Destination,
  home: Home,
  access: Access,
  deadline: number,
): Promise<Proof> {
  const { auth } = destination;
  const place = proofPlace(auth);
  if (auth.kind === 'oauth2' || auth.kind === 'token') {
    return withToken(tokenOwner(brand, destination), place, home, auth, access, deadline);
  }
  if (place === null || place.secret === 'token') return { ...placeProof(null, ''), secrets: [], renew: null };
  const secret = await resolveSecret(place.secret, access.environment);
  const credentials = place.encode(secret);
  return { ...placeProof(place, credentials), secrets: [...new Set([secret, credentials])], renew: null };
}

async function secretHeaders(
  { headers }: Destination,
  environment: NodeJS.ProcessEnv,
): Promise<Record<string, string>> {
  const resolved = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string'
      ? []
      : [resolveSecret(value, environment).then((secret) => [name.toLowerCase(), secret] as const)],
  );
  return Object.fromEntries(await Promise.all(resolved));
}

/** The key of a destination's token in the process. */
export function tokenOwner(brand: string, { name }: Destination): string {
  return `${brand}:${name}`;
}

async function withToken(
  owner: string,
  place: ProofPlace | null,
  home: Home,
  auth: OAuth2Auth | TokenAuth,
  { environment, tokens }: Access,
  deadline: number,
): Promise<Proof> {
  const credentials = await credentialsOf(auth, environment);
  const fetch = (): Promise<Token> => {
    const until = Date.now() + TOKEN_TIME;
    return auth.kind === 'oauth2'
      ? fetchOAuthToken(auth, credentials['clientSecret'] ?? '', home, until)
      : fetchToken(auth, credentials, home, until);
  };
  const digest = createHash('sha256')
    .update(JSON.stringify([home, auth, credentials]))
    .digest('base64');
  const token = await tokens.get({ owner, digest, fetch, deadline });
  return {
    ...placeProof(place, token),
    secrets: [token, ...secretsIn(auth, credentials)],
    renew: () => tokens.drop(owner, token),
  };
}

/** Credentials for the token endpoint, secrets resolved. */
async function credentialsOf(
  auth: OAuth2Auth | TokenAuth,
  environment: NodeJS.ProcessEnv,
): Promise<Record<string, string>> {
  const given = auth.kind === 'oauth2' ? { clientSecret: auth.clientSecret } : auth.credentials;
  const resolved = Object.entries(given).map(async ([name, value]) => {
    return [name, typeof value === 'string' ? value : await resolveSecret(value, environment)] as const;
  });
  return Object.fromEntries(await Promise.all(resolved));
}

function secretsIn(auth: OAuth2Auth | TokenAuth, credentials: Readonly<Record<string, string>>): string[] {
  return Object.entries(credentials).flatMap(([name, value]) => {
    return auth.kind === 'token' && typeof auth.credentials[name] === 'string' ? [] : [value];
  });
}
