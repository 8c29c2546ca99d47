import { describeBody } from '../../catalogue/lookup/describe-body.js';
import { hasValues } from '../../catalogue/lookup/select-answer.js';
import { readBody } from '../../outbound/answer/read-body.js';
import { refusesUs } from '../../outbound/lookup/ask.js';
import type { Answer, Failed } from '../../outbound/request/result.js';
import type { AnswerMatch, AnswerRules } from '../../workflows/contracts/calls/answers.js';
import type { AttemptClass, Effect } from '../../workflows/contracts/calls/call.js';
import type { JsonValue } from '../../workflows/contracts/json.js';

/** Class of an attempt, and the reason as a sentence for people. */
export interface Verdict {
  readonly class: AttemptClass;
  readonly reason: string;
}

/**
 * Classifies an answer, in this order: the action's `refusedWhen`; its `deliveredWhen`, which adds to the default; the
 * status. A 2xx counts as delivered by default if the body is empty or `OK`, or if its `Success` (in any letter case)
 * is true.
 */
export function classifyAnswer(answer: Answer, rules: AnswerRules, effect: Effect): Verdict {
  const { status } = answer;
  const body = readBody(answer.bodyText);
  if (matchesAny(rules.refusedWhen, status, body)) return verdict('refused', status, 'matches refusedWhen');
  if (matchesAny(rules.deliveredWhen, status, body)) return verdict('delivered', status, 'matches deliveredWhen');
  return status >= 200 && status < 300 ? classifySuccess(answer, body, effect) : classifyStatus(status, rules);
}

/** Classifies a request that got no usable answer. It counts as not sent only if no byte can have left. */
export function classifyFailure(failed: Failed): Verdict {
  if (failed.written || failed.what === 'other')
    return { class: 'unknown', reason: `${failed.message}: it may have arrived` };
  if (failed.what === 'late') return { class: 'not-sent', reason: failed.message };
  if (failed.what === 'certificate')
    return { class: 'held', reason: `the certificate is not trusted: ${failed.message}` };
  const isSetUp = failed.what === 'invalid' || failed.what === 'forbidden';
  return { class: isSetUp ? 'parked' : 'retry', reason: `${failed.message}: surely not sent` };
}

function classifyStatus(status: number, rules: AnswerRules): Verdict {
  switch (status) {
    case 400:
    case 410:
    case 422:
      return verdict('refused', status, 'the other side refuses');
    case 409:
      return rules.duplicateIsDelivered === true
        ? verdict('delivered', status, 'already done by an earlier attempt')
        : verdict('refused', status, 'the other side refuses');
    case 401:
    case 403:
      return { class: 'held', reason: refusesUs(status) ?? String(status) };
    case 408:
      return verdict('unknown', status, 'it may have been processed');
    case 425: // RFC 8470, section 5.2: the server did not process it, and asks for it again
      return verdict('retry', status, 'too early, not processed');
    case 429:
      return verdict('retry', status, 'too many requests, not processed');
    default:
      if (status >= 500) return verdict('unknown', status, 'it may have been processed');
      return verdict('parked', status, 'more likely a wrong set-up than an answer about this player');
  }
}

function classifySuccess({ status, garbled }: Answer, body: JsonValue, effect: Effect): Verdict {
  const success = successOf(body);
  if (success === false) return verdict('refused', status, 'Success is false');
  if (success === true || body === null) return verdict('delivered', status, success ? 'Success is true' : 'empty');
  if (typeof body === 'string' && body.trim().toUpperCase() === 'OK') return verdict('delivered', status, 'OK');
  return verdict(effect === 'money' ? 'unknown' : 'parked', status, unclear(body, garbled));
}

function unclear(body: JsonValue, garbled: string | null): string {
  if (garbled !== null) return `the answer can't be read: ${garbled}`;
  const description = describeBody(body);
  return description === null
    ? 'the body says neither success nor refusal: name it in deliveredWhen or refusedWhen'
    : `the answer is ${description}, and says neither success nor refusal`;
}

/** Returns the `Success` of an object, in any letter case; `undefined` if it has none. */
export function successOf(body: JsonValue): JsonValue | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
  const key = Object.keys(body).find((name) => name.toLowerCase() === 'success');
  return key === undefined ? undefined : body[key];
}

function verdict(attemptClass: AttemptClass, status: number, why: string): Verdict {
  return { class: attemptClass, reason: `${status}: ${why}` };
}

/** Returns true if an answer fits one of the matches. All conditions of that match must hold. */
export function matchesAny(matches: readonly AnswerMatch[] | undefined, status: number, body: JsonValue): boolean {
  return matches?.some((match) => matchesStatus(match, status) && hasValues(body, match.body ?? {})) ?? false;
}

function matchesStatus(match: AnswerMatch, status: number): boolean {
  return match.status === undefined || match.status.includes(status);
}
