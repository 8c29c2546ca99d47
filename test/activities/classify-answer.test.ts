import { expect, it } from 'vitest';
import { classifyAnswer, classifyFailure, successOf } from '../../activities/classify-answer.js';
import type { FailureKind } from '../../outbound/failures.js';

it.each<[FailureKind, string]>([
  ['dns', 'retry'],
  ['refused', 'retry'],
  ['unreachable', 'retry'],
  ['tls', 'retry'],
  ['timeout', 'retry'],
  ['certificate', 'held'],
  ['late', 'not-sent'],
  ['invalid', 'parked'],
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

it('every status has a class, with or without a body', () => {
  for (let status = 200; status < 600; status += 1) {
    const answer = { kind: 'answer', status, headers: {}, bodyText: '', garbled: null } as const;
    const { class: found, reason } = classifyAnswer(answer, {}, 'money');
    expect(['delivered', 'refused', 'retry', 'unknown', 'parked', 'held']).toContain(found);
    expect(found === 'delivered').toBe(status < 300);
    expect(reason).toMatch(new RegExp(`^${status}: `));
  }
});

it('Success is looked for in an object only, as its own key', () => {
  expect(successOf({ sUcCeSs: 1 })).toBe(1);
  expect(successOf([true])).toBeUndefined();
  expect(successOf('Success')).toBeUndefined();
  expect(successOf({})).toBeUndefined();
});

it('a match by a body path follows own properties only', () => {
  const answer = { kind: 'answer', status: 500, headers: {}, bodyText: '{"a":[{"b":null}]}', garbled: null } as const;
  const refused = (path: string, value: null | number): string =>
    classifyAnswer(answer, { refusedWhen: [{ body: { [path]: [value] } }] }, 'money').class;
  expect(refused('a.0.b', null)).toBe('refused');
  expect(refused('a.length', 1)).toBe('unknown');
  expect(refused('constructor.length', 1)).toBe('unknown');
});
