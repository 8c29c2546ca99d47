import type { Catalogue, Destination, Lookup } from '../catalogue/catalogue.js';
import { findDestination, findLookup } from '../catalogue/find.js';
import { renderLookup } from '../catalogue/render-lookup.js';
import { selectAnswer } from '../catalogue/select-answer.js';
import { authorise } from '../outbound/authorise.js';
import { sendRequest, type Answer } from '../outbound/request.js';
import { SecretMissing } from '../outbound/secrets.js';
import type { LookUpRequest } from '../workflows/contracts/call.js';
import type { JsonValue } from '../workflows/contracts/json.js';
import { successOf } from './classify-answer.js';
import type { LocalSlots } from './local-slots.js';
import { readBody } from './read-body.js';

/** What asking a lookup once came to. `refused`: it can't be asked so, and asking again would not help. */
export type Asked =
  | { readonly kind: 'answer'; readonly answer: JsonValue }
  | { readonly kind: 'unanswered'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** How to ask: until when (epoch milliseconds), and the slots to keep to when it is asked within a local activity. */
export interface Asking {
  readonly catalogue: Catalogue;
  readonly environment: NodeJS.ProcessEnv;
  readonly deadline: number;
  readonly slots: LocalSlots | null;
}

/**
 * Asks a lookup once.
 * @throws NotInCatalogue
 */
export async function askLookup(request: LookUpRequest, asking: Asking): Promise<Asked> {
  const lookup = findLookup(asking.catalogue, request.brand, request.lookup);
  const destination = findDestination(asking.catalogue, request.brand, lookup.destination);
  const rendered = renderLookup(lookup, request);
  if (rendered.kind === 'refused') return rendered;
  const ask = (): Promise<Asked> => exchange(lookup, destination, rendered.path, asking);
  if (asking.slots === null) return ask();
  const asked = await asking.slots.run(`${request.brand}:${destination.name}`, ask);
  return asked ?? unanswered(lookup, 'too many lookups of its destination are under way');
}

async function exchange(lookup: Lookup, destination: Destination, path: string, asking: Asking): Promise<Asked> {
  let proof: Record<string, string>;
  try {
    proof = await authorise(destination, asking.environment);
  } catch (error) {
    if (error instanceof SecretMissing) return unanswered(lookup, error.message);
    throw error;
  }
  const result = await sendRequest({
    base: destination.url,
    method: 'GET',
    path,
    headers: { ...destination.headers, ...proof },
    body: null,
    deadline: Math.min(asking.deadline, Date.now() + destination.timeout),
    fresh: false,
  });
  return result.kind === 'failed' ? unanswered(lookup, result.message) : read(lookup, result);
}

function read(lookup: Lookup, answer: Answer): Asked {
  if (answer.status < 200 || answer.status > 299) return unanswered(lookup, `answered with status ${answer.status}`);
  const body = readBody(answer.bodyText);
  const success = successOf(body);
  if (success !== undefined && success !== true) return unanswered(lookup, 'its answer says that it has no success');
  const selected = selectAnswer(lookup, body);
  return selected.kind === 'answer' ? selected : unanswered(lookup, selected.reason);
}

function unanswered(lookup: Lookup, what: string): Asked {
  return { kind: 'unanswered', reason: `the lookup ${lookup.name} has no answer: ${what}` };
}
