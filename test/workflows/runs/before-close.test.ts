import { ApplicationFailure, defineSearchAttributeKey } from '@temporalio/common';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type JourneyKit, lines, startJourneyKit } from '../../support/journey-kit.js';
import { creditsFunds } from '../journeys/index.js';

const LIMIT = 'credit-bonus-funds per player';

let kit: JourneyKit;
beforeAll(async () => {
  const never = (what: string) => () => Promise.reject(ApplicationFailure.nonRetryable(`${what} is broken`, 'Broken'));
  kit = await startJourneyKit({
    activities: (real) => ({ ...real, settleLimits: never('settling'), announceEvent: never('announcing') }),
  });
});
beforeEach(() => kit.reset());
afterAll(() => kit.close());

test('a run whose limits can not be told closes, and says for good that a place stays taken', async () => {
  const run = await kit.start(creditsFunds, { referrerId: 'anna' });
  const state = await run.end();
  expect(state).toMatchObject({ status: 'ended', calls: [{ status: 'delivered' }] });
  expect(state.needsAttention).toEqual([
    expect.stringMatching(new RegExp(`^credit-bonus-funds .*"${LIMIT}".*: settling is broken$`)),
  ]);
  expect(lines(state, 'failed')).toEqual([`failed: ${state.needsAttention[0] ?? ''}`]);
  const { typedSearchAttributes } = await run.handle.describe();
  expect(typedSearchAttributes.get(defineSearchAttributeKey('NeedsAttention', 'BOOL'))).toBe(true);
});

test('a run of which the rules can not be told closes, and says so', async () => {
  const run = await kit.start(creditsFunds, { referrerId: 'anna' }, { announces: ['waypost.call.delivered'] });
  const state = await run.end();
  expect(state.status).toBe('ended');
  expect(state.needsAttention).toContainEqual(expect.stringMatching(/waypost\.call\.delivered.*announcing is broken$/));
});
