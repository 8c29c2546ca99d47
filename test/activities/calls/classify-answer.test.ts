import { expect, it } from 'vitest';
import { classifyAnswer, classifyFailure, successOf } from '../../../activities/calls/classify-answer.js';
import type { FailureKind } from '../../../outbound/request/failures.js';
import type { Answer } from '../../../outbound/request/result.js';
import type { AnswerRules } from '../../../workflows/contracts/calls/answers.js';
import type { AttemptClass } from '../../../workflows/contracts/calls/call.js';

it.each<[FailureKind, string]>([
  ['dns', 'retry'],
  ['refused', 'retry'],
  ['unreachable', 'retry'],
  ['tls', 'retry'],
  ['timeout', 'retry'],
  ['certificate', 'held'],
  ['late', 'not-sent'],
  ['invalid', 'parked'],
  ['forbidden', 'parked'],
  ['other', 'unknown'],
])('a failure before the first byte, %s, is %s', (what, expected) => {
  expect(classifyFailure({ kind: 'failed', what, written: false, message: 'm' }).class).toBe(expected);
});

it.each<FailureKind>([
  'reset',
  'timeout',
  'cut-short',
  'too-large',
  'unreadable',
  'tls',
  'certificate',
  'refused',
  'other',
])('once bytes may have left, %s is unknown', (what) => {
  expect(classifyFailure({ kind: 'failed', what, written: true, message: 'm' }).class).toBe('unknown');
});

const NAMED: Readonly<Record<number, AttemptClass>> = {
  400: 'refused',
  401: 'held',
  403: 'held',
  408: 'unknown',
  409: 'refused',
  410: 'refused',
  422: 'refused',
  425: 'retry', // RFC 8470, section 5.2: the server has not processed it
  429: 'retry',
};

/** The class of a status whose body says nothing: that of its row, else that of its hundred. */
function classOf(status: number): AttemptClass {
  if (status < 300) return 'delivered';
  return NAMED[status] ?? (status >= 500 ? 'unknown' : 'parked');
}

it.each(['money', 'message', 'data'] as const)('every status has its class, for %s', (effect) => {
  for (let status = 200; status < 600; status += 1) {
    const verdict = classifyAnswer(answerOf(status, ''), {}, effect);
    expect(verdict.class, String(status)).toBe(classOf(status));
    expect(verdict.reason).toMatch(new RegExp(`^${status}: `));
  }
});

it('Success in the body is heard with a 2xx only', () => {
  for (let status = 300; status < 600; status += 1) {
    for (const body of ['{"Success":true}', '{"Success":false}', 'OK', '<html>']) {
      expect(classifyAnswer(answerOf(status, body), {}, 'money').class, `${status} ${body}`).toBe(classOf(status));
    }
  }
});

it.each<[body: string, money: AttemptClass, others: AttemptClass]>([
  ['', 'delivered', 'delivered'],
  [' \n', 'delivered', 'delivered'],
  ['OK', 'delivered', 'delivered'],
  [' ok ', 'delivered', 'delivered'],
  ['"Ok"', 'delivered', 'delivered'],
  ['{"Success":true}', 'delivered', 'delivered'],
  ['{"success":true}', 'delivered', 'delivered'],
  ['{"Success":false}', 'refused', 'refused'],
  ['{"SUCCESS":false}', 'refused', 'refused'],
  ['{"Success":"true"}', 'unknown', 'parked'],
  ['{"Success":null}', 'unknown', 'parked'],
  ['{"Success":1}', 'unknown', 'parked'],
  ['{}', 'unknown', 'parked'],
  ['[{"Success":true}]', 'unknown', 'parked'],
  ['null', 'delivered', 'delivered'],
  ['true', 'unknown', 'parked'],
  ['<html><body>Welcome</body></html>', 'unknown', 'parked'],
  ['{"Success":tru', 'unknown', 'parked'],
])('a 2xx with the body %j is %s for money, else %s', (body, money, others) => {
  for (const status of [200, 201, 202, 204, 299]) {
    expect(classifyAnswer(answerOf(status, body), {}, 'money').class).toBe(money);
    expect(classifyAnswer(answerOf(status, body), {}, 'message').class).toBe(others);
    expect(classifyAnswer(answerOf(status, body), {}, 'data').class).toBe(others);
  }
});

it.each<[said: string, rules: AnswerRules, status: number, body: string, expected: AttemptClass]>([
  ['refusedWhen before deliveredWhen', { refusedWhen: [{}], deliveredWhen: [{}] }, 200, 'OK', 'refused'],
  ['refusedWhen before the status', { refusedWhen: [{ status: [503] }] }, 503, '', 'refused'],
  [
    'refusedWhen before Success',
    { refusedWhen: [{ body: { code: [7] } }] },
    200,
    '{"Success":true,"code":7}',
    'refused',
  ],
  ['deliveredWhen before the status', { deliveredWhen: [{ status: [404] }] }, 404, '', 'delivered'],
  ['deliveredWhen before Success', { deliveredWhen: [{ status: [200] }] }, 200, '{"Success":false}', 'delivered'],
  ['any match of several', { deliveredWhen: [{ status: [1] }, { status: [404] }] }, 404, '', 'delivered'],
  ['all of one match', { deliveredWhen: [{ status: [404], body: { a: [1] } }] }, 404, '{"a":2}', 'parked'],
  ['the default too, beside deliveredWhen', { deliveredWhen: [{ body: { a: [1] } }] }, 200, 'OK', 'delivered'],
  ['409 as delivered', { duplicateIsDelivered: true }, 409, '', 'delivered'],
  ['409 as refused', { duplicateIsDelivered: false }, 409, '', 'refused'],
  ['a duplicate at 409 alone', { duplicateIsDelivered: true }, 422, '', 'refused'],
])('an action may name %s', (_, rules, status, body, expected) => {
  expect(classifyAnswer(answerOf(status, body), rules, 'money').class).toBe(expected);
});

it('Success is looked for in an object only, as its own key', () => {
  expect(successOf({ sUcCeSs: 1 })).toBe(1);
  expect(successOf([true])).toBeUndefined();
  expect(successOf('Success')).toBeUndefined();
  expect(successOf({})).toBeUndefined();
});

it('a match by a body path follows own properties only', () => {
  const answer = answerOf(500, '{"a":[{"b":null}]}');
  const refused = (path: string, value: null | number): string =>
    classifyAnswer(answer, { refusedWhen: [{ body: { [path]: [value] } }] }, 'money').class;
  expect(refused('a.0.b', null)).toBe('refused');
  expect(refused('a.length', 1)).toBe('unknown');
  expect(refused('constructor.length', 1)).toBe('unknown');
});

function answerOf(status: number, bodyText: string): Answer {
  return { kind: 'answer', status, headers: {}, bodyText, garbled: null };
}
