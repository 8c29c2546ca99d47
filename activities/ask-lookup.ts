import type { Catalogue, Destination, Lookup } from '../catalogue/catalogue.js';
import { findDestination, findLookup } from '../catalogue/find.js';
import { renderLookup } from '../catalogue/render-lookup.js';
import { selectAnswer } from '../catalogue/select-answer.js';
import { describeBody } from '../catalogue/describe-body.js';
import { ask, type Question } from '../outbound/ask.js';
import type { Access } from '../outbound/authorise.js';
import type { LookUpRequest } from '../workflows/contracts/call.js';
import type { JsonValue } from '../workflows/contracts/json.js';
import { successOf } from './classify-answer.js';
import type { LocalSlots } from './local-slots.js';

/** What asking a lookup once came to. `refused`: it can't be asked so, and asking again would not help. */
export type Asked =
  | { readonly kind: 'answer'; readonly answer: JsonValue }
  | { readonly kind: 'unanswered'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** How to ask: until when (epoch milliseconds), and the slots to keep to when it is asked within a local activity. */
export interface Asking {
  readonly catalogue: Catalogue;
  readonly access: Access;
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
  const askOnce = (): Promise<Asked> => exchange(lookup, destination, { ...rendered, brand: request.brand }, asking);
  if (asking.slots === null) return askOnce();
  const asked = await asking.slots.run(`${request.brand}:${destination.name}`, askOnce);
  return asked ?? unanswered(lookup, 'too many lookups of its destination are under way');
}

async function exchange(
  lookup: Lookup,
  destination: Destination,
  question: Omit<Question, 'deadline'>,
  { access, deadline }: Asking,
): Promise<Asked> {
  const answer = await ask(destination, { ...question, deadline }, access);
  return answer.kind === 'unanswered' ? unanswered(lookup, answer.reason) : read(lookup, answer.status, answer.body);
}

function read(lookup: Lookup, status: number, body: JsonValue): Asked {
  if (status < 200 || status > 299) return unanswered(lookup, `answered with status ${status}`);
  const success = successOf(body);
  if (success !== undefined && success !== true) return unanswered(lookup, 'its answer says that it has no success');
  const selected = selectAnswer(lookup, body);
  if (selected.kind === 'answer') return selected;
  const description = describeBody(body);
  return unanswered(lookup, description === null ? selected.reason : `its answer is ${description}`);
}

function unanswered(lookup: Lookup, what: string): Asked {
  return { kind: 'unanswered', reason: `the lookup ${lookup.name} has no answer: ${what}` };
}
