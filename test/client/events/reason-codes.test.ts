import { expect, it } from 'vitest';
import type { Decision, IncomingEvent } from '../../../client/events/decisions.js';
import { ineligibleBecause } from '../../../client/events/eligibility.js';
import { NOT_ELIGIBLE, REASON_CODES, reasonCode } from '../../../client/events/reason-codes.js';

const EVENT: IncomingEvent = {
  ...{ brand: 'lucky', id: 'e-1', type: 'deposit.made', playerId: 'p-1' },
  ...{ occurredAt: '2026-01-01T00:00:00Z', data: {} },
};
const SWITCHES = { enabled: true, from: null, until: null, holdout: 0 };

it.each([
  ['not-enabled', { enabled: false }],
  ['not-begun', { from: '2999-01-01T00:00:00Z' }],
  ['ended', { until: '2000-01-01T00:00:00Z' }],
  ['control-group', { holdout: 100 }],
])('what a switch holds against an event is %s', (code, switches) => {
  const bar = ineligibleBecause({ ...SWITCHES, ...switches }, 'welcome', EVENT);
  if (bar === null) throw new Error('nothing is held against it');
  expect(reasonCode({ ...bar, journey: 'welcome' })).toBe(code);
});

it('every other sentence has a word of the list', () => {
  const decisions: Decision[] = [
    ...Object.values(NOT_ELIGIBLE).map((reason) => ({ decision: 'not-eligible' as const, journey: 'j', reason })),
    { decision: 'not-eligible', rule: 'r', reason: 'only for events of the campaign c-1' },
    { decision: 'not-eligible', rule: 'r', reason: 'the condition "event.a exists" does not hold' },
    { decision: 'invalid', field: 'data.withdrawalId', reason: 'is missing', journey: 'j' },
    { decision: 'invalid', field: 'brand', reason: 'is missing' },
    { decision: 'invalid', field: 'body.made.up', reason: 'is missing' },
  ];
  const codes = decisions.map(reasonCode);
  expect(codes).toEqual([
    ...['not-enabled', 'run-open', 'no-run', 'run-full', 'entered-once'],
    ...['other-campaign', 'condition', 'no-key', 'bad-brand', 'bad-event'],
  ]);
  for (const code of codes) expect(REASON_CODES).toContain(code);
});
