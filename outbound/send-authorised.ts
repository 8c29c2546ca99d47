import type { Destination } from '../catalogue/catalogue.js';
import { authorise, type Access, type Proof } from './authorise.js';
import { maskSecrets } from './mask-secrets.js';
import { sendRequest, type Answer, type OutboundRequest, type RequestResult } from './request.js';
import { SecretMissing } from './secrets.js';
import { WrongTarget } from './target-url.js';
import { TokenFailed } from './token-failed.js';

/** A request to a brand's destination, without what proves who asks. */
export interface RequestToDestination extends Omit<OutboundRequest, 'base'> {
  readonly brand: string;
  /** Whether an answer says that our token is not accepted, so that surely nothing was done. */
  readonly isRejected: (answer: Answer) => boolean;
}

/** What proves who asks could not be had, so surely nothing was sent. `class` as in an attempt. */
export interface Unproven {
  readonly kind: 'unproven';
  readonly class: 'retry' | 'held';
  readonly reason: string;
}

/**
 * Makes one request with what its destination asks for as proof. Where that is a token which the answer rejects, the
 * request goes out once more with a fresh one. What comes back holds none of the secrets. Rejects only for bugs.
 */
export async function sendAuthorised(
  destination: Destination,
  request: RequestToDestination,
  access: Access,
): Promise<RequestResult | Unproven> {
  const secrets: string[] = [];

  async function attempt(): Promise<[RequestResult, Proof]> {
    const proof = await authorise(request.brand, destination, access, request.deadline);
    secrets.push(...proof.secrets);
    const path = withQuery(request.path, proof.query);
    const headers = { ...request.headers, ...proof.headers };
    return [await sendRequest({ ...request, base: destination.url, path, headers }), proof];
  }

  try {
    const [first, { renew }] = await attempt();
    const isRejected = renew !== null && first.kind === 'answer' && request.isRejected(first);
    if (isRejected) renew();
    const result = isRejected ? (await attempt())[0] : first;
    return result.kind === 'answer' ? { ...result, bodyText: maskSecrets(result.bodyText, secrets) } : result;
  } catch (error) {
    return unproven(error);
  }
}

function withQuery(path: string, query: Proof['query']): string {
  const added = new URLSearchParams(query).toString();
  if (added === '') return path;
  return path + (path.includes('?') ? '&' : '?') + added;
}

function unproven(error: unknown): Unproven {
  if (error instanceof TokenFailed) return { kind: 'unproven', class: error.outcome, reason: error.message };
  if (error instanceof SecretMissing || error instanceof WrongTarget) {
    return { kind: 'unproven', class: 'held', reason: error.message };
  }
  throw error;
}
