import type { Destination } from '../../catalogue/destination/definition.js';
import { maskSecrets, NOT_KEPT } from '../answer/mask-secrets.js';
import { type Access, authorise, type Proof, tokenOwner } from '../auth/authorise.js';
import { SecretMissing } from '../auth/secrets.js';
import { signatureHeaders } from '../auth/sign.js';
import { TokenFailed } from '../auth/token.js';
import { type Home, type OutboundRequest, sendRequest } from './request.js';
import type { Answer, Failed, RequestResult } from './result.js';
import { WrongTarget } from './target-url.js';
import { resolveTls } from './tls-material.js';

/** A request to a brand's destination, without what proves who asks. */
export interface RequestToDestination extends Omit<OutboundRequest, keyof Home> {
  readonly brand: string;
  /** The id by which it is signed, where the destination has signing; `null` for what is never signed. */
  readonly signedAs: string | null;
  /**
   * True if an answer rejects our token, so that nothing was done. `null` for requests that fetch their own token and
   * go out once, whatever the answer.
   */
  readonly isRejected: ((answer: Answer) => boolean) | null;
}

/** The credentials could not be resolved, so nothing was sent. `class` as in an attempt. */
export interface AuthFailed {
  readonly kind: 'unproven';
  readonly class: TokenFailed['outcome'];
  readonly reason: string;
}

/** An answer whose head holds none of our secrets, and whose body is judged as it came and kept without them. */
export interface JudgedAnswer extends Omit<Answer, 'bodyText'> {
  /** The body as it came, to decide by and never to hand on: some endpoints repeat the secrets that they were sent. */
  readonly unmasked: () => string;
  /**
   * A text of the body without secrets, as far as it is kept: its first `until` characters, all of it unless given.
   * `null` when it would take too long to look for them.
   */
  readonly keep: (text: string, until?: number) => string | null;
}

/**
 * Makes one request with the credentials of its destination. If the answer rejects the token, sends it again with a
 * fresh one. Rejects only for bugs.
 */
export async function sendAuthorised(
  destination: Destination,
  request: RequestToDestination,
  access: Access,
): Promise<JudgedAnswer | Failed | AuthFailed> {
  const secrets: string[] = [];

  async function attempt(): Promise<[RequestResult, Proof]> {
    const { url: base, allow } = destination;
    const home = { base, allow, tls: await resolveTls(destination.tls, access.environment) };
    const proof = await authorise(request.brand, destination, home, access, request.deadline);
    secrets.push(...proof.secrets);
    const path = withQuery(request.path, proof.query);
    const signature = await signatureOf(destination, request, access);
    return [
      await sendRequest({ ...request, ...home, path, headers: { ...request.headers, ...proof.headers, ...signature } }),
      proof,
    ];
  }

  try {
    if (request.isRejected === null) access.tokens.forget(tokenOwner(request.brand, destination));
    const [first, { renew }] = await attempt();
    const isRejected = renew !== null && first.kind === 'answer' && (request.isRejected?.(first) ?? false);
    if (isRejected) renew();
    const result = isRejected ? (await attempt())[0] : first;
    return result.kind === 'answer' ? without(secrets, result) : result;
  } catch (error) {
    return authFailed(error);
  }
}

function without(secrets: readonly string[], { bodyText, ...answer }: Answer): JudgedAnswer {
  const keep: JudgedAnswer['keep'] = (text, until) => maskSecrets(text, secrets, until);
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, keep(value) ?? NOT_KEPT] as const);
  return { ...answer, headers: Object.fromEntries(headers), unmasked: () => bodyText, keep };
}

async function signatureOf(
  { signing }: Destination,
  { signedAs, body }: RequestToDestination,
  { environment }: Access,
): Promise<Record<string, string>> {
  if (signing === null || signedAs === null) return {};
  return signatureHeaders(signing.secrets, { id: signedAs, body }, environment, Date.now());
}

function withQuery(path: string, query: Proof['query']): string {
  const added = new URLSearchParams(query).toString();
  if (added === '') return path;
  return path + (path.includes('?') ? '&' : '?') + added;
}

function authFailed(error: unknown): AuthFailed {
  if (error instanceof TokenFailed) return { kind: 'unproven', class: error.outcome, reason: error.message };
  if (error instanceof SecretMissing || error instanceof WrongTarget) {
    return { kind: 'unproven', class: 'held', reason: error.message };
  }
  throw error;
}
