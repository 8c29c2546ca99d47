import { findDestination, findLookup } from '../../catalogue/find.js';
import type { Lookup } from '../../catalogue/lookup/definition.js';
import { describeBody } from '../../catalogue/lookup/describe-body.js';
import { renderLookup } from '../../catalogue/lookup/render.js';
import { selectAnswer } from '../../catalogue/lookup/select-answer.js';
import type { LookUpRequest } from '../../workflows/contracts/calls/call.js';
import type { Held } from '../../workflows/contracts/calls/recheck.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import { successOf } from '../calls/classify-answer.js';
import { askDestination, type Asking } from './ask-destination.js';

/** The reason for a missing answer. `refused`: the lookup can't be asked like this, and a retry would not help. */
export interface Unasked {
  readonly kind: 'unanswered' | 'refused';
  readonly reason: string;
  /** Delay before the next try if the destination is down, in milliseconds. */
  readonly comeBackIn?: number;
  /** The destination that does not answer; absent if it does, or was not asked. */
  readonly destination?: string;
}

/** The result of asking a lookup once; `held` if its destination is held. */
export type Asked = { readonly kind: 'answer'; readonly answer: JsonValue } | Unasked | Held;

/**
 * Asks a lookup once.
 * @throws NotInCatalogue
 */
export async function askLookup(request: LookUpRequest, asking: Asking): Promise<Asked> {
  const { brand } = request;
  const lookup = findLookup(asking.catalogue, brand, request.lookup);
  const destination = findDestination(asking.catalogue, brand, lookup.destination);
  const rendered = renderLookup(lookup, request);
  if (rendered.kind === 'refused') return rendered;
  const { path, headers } = rendered;
  const answer = await askDestination(destination, { brand, path, headers, who: `the lookup ${lookup.name}` }, asking);
  switch (answer.kind) {
    case 'held':
      return answer;
    case 'answer':
      return read(lookup, answer.status, answer.body);
    case 'unanswered': {
      const { comeBackIn, isDown } = answer;
      return {
        ...unanswered(lookup, answer.reason),
        ...(comeBackIn === undefined ? {} : { comeBackIn }),
        ...(isDown ? { destination: destination.name } : {}),
      };
    }
  }
}

function read(lookup: Lookup, status: number, body: JsonValue): Asked {
  if (status < 200 || status > 299) {
    const none = unanswered(lookup, `answered with status ${status}`);
    return status >= 500 ? { ...none, destination: lookup.destination } : none;
  }
  const success = successOf(body);
  if (success !== undefined && success !== true) return unanswered(lookup, 'its answer says that it failed');
  const selected = selectAnswer(lookup, body);
  if (selected.kind === 'answer') return selected;
  const description = describeBody(body);
  return unanswered(lookup, description === null ? selected.reason : `its answer is ${description}`);
}

function unanswered(lookup: Lookup, what: string): Unasked {
  return { kind: 'unanswered', reason: `the lookup ${lookup.name} has no answer: ${what}` };
}
