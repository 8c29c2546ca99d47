import type { Catalogue, Lookup } from '../catalogue/catalogue.js';
import { findDestination, findLookup } from '../catalogue/find.js';
import { renderLookup } from '../catalogue/render-lookup.js';
import { selectAnswer } from '../catalogue/select-answer.js';
import { describeBody } from '../catalogue/describe-body.js';
import { ask, type AskedAnswer } from '../outbound/ask.js';
import type { Access } from '../outbound/authorise.js';
import type { LookUpRequest } from '../workflows/contracts/call.js';
import type { JsonValue } from '../workflows/contracts/json.js';
import { successOf } from './classify-answer.js';
import type { Admission, Asker, Health } from './breaker.js';
import type { Traffic } from './traffic.js';

/** Why there is no answer. `refused`: it can't be asked so, and asking again would not help. */
export interface Unasked {
  readonly kind: 'unanswered' | 'refused';
  readonly reason: string;
  /** When to ask again, where its destination is down; milliseconds from now. */
  readonly comeBackIn?: number;
}

/** What asking a lookup once came to. */
export type Asked = { readonly kind: 'answer'; readonly answer: JsonValue } | Unasked;

/** How to ask: until when (epoch milliseconds), and whether within a local activity, which asks nobody who is down. */
export interface Asking {
  readonly catalogue: Catalogue;
  readonly access: Access;
  readonly deadline: number;
  readonly traffic: Traffic;
  readonly local: boolean;
  readonly asker: Asker;
}

const DOWN = 'its destination is down';
const GO: Admission = { kind: 'go' };

/**
 * Asks a lookup once.
 * @throws NotInCatalogue
 */
export async function askLookup(request: LookUpRequest, asking: Asking): Promise<Asked> {
  const lookup = findLookup(asking.catalogue, request.brand, request.lookup);
  const destination = findDestination(asking.catalogue, request.brand, lookup.destination);
  const rendered = renderLookup(lookup, request);
  if (rendered.kind === 'refused') return rendered;
  const { traffic, local, asker } = asking;
  const breaker = traffic.breakers.of(request.brand, destination.name);
  if (local && breaker.isOpen) return unanswered(lookup, DOWN);
  const admission = local ? GO : breaker.admit(asker);
  if (admission.kind === 'down') return unanswered(lookup, DOWN, admission.comeBackIn);
  const askOnce = async (): Promise<Asked> => {
    const answer = await ask(
      destination,
      { ...rendered, brand: request.brand, deadline: asking.deadline },
      asking.access,
    );
    breaker.tell(healthOf(answer, local));
    return answer.kind === 'answer' ? read(lookup, answer.status, answer.body) : unanswered(lookup, answer.reason);
  };
  if (!local) return askOnce();
  const asked = await traffic.slots.run(`${request.brand}:${destination.name}`, askOnce);
  return asked ?? unanswered(lookup, 'too many lookups of its destination are under way');
}

/** What an answer to a question says of its destination. The time of a local one is too short to say that it is down. */
export function healthOf(answer: AskedAnswer, local = false): Health {
  if (answer.kind === 'answer') return answer.status >= 500 ? 'down' : 'up';
  return answer.isDown && !local ? 'down' : 'unclear';
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

function unanswered(lookup: Lookup, what: string, comeBackIn?: number): Asked {
  const reason = `the lookup ${lookup.name} has no answer: ${what}`;
  return { kind: 'unanswered', reason, ...(comeBackIn === undefined ? {} : { comeBackIn }) };
}
