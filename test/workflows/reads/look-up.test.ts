import { expect, test } from 'vitest';
import { cancelBonusOnWithdrawal } from '../../../workflows/journeys/index.js';
import { lines, useJourneyKit } from '../../support/journey-kit.js';
import { plainCalls } from '../../support/plain-calls.js';
import { asksForBonus } from '../journeys/index.js';

const kit = useJourneyKit({ change: plainCalls });

const ACTIVE = '/bonus/active';
const activeBonus = { bonus_id: 'b-1', bonus_code: 'WELCOME', amount: '10.00', currency: 'EUR' };

test('a lookup is handed to the story, and leaves no activity in the history', async () => {
  await kit.operator.setPlayer('lars', { activeBonus });
  const run = await kit.start(asksForBonus, { referrerId: 'anna' }, { playerId: 'lars' });
  const state = await run.end();
  expect(state.outcome).toBe('WELCOME');
  expect(lines(state, 'looked-up')).toEqual(['looked-up: active-bonus']);
  const { events } = await run.handle.fetchHistory();
  expect(events?.filter((event) => event.activityTaskScheduledEventAttributes)).toEqual([]);
});

test('a lookup that is not answered at once is asked again, elsewhere, until it is', async () => {
  await kit.operator.fault({ path: ACTIVE, times: 4, answer: { status: 503 } });
  const run = await kit.start(asksForBonus, { referrerId: 'anna' });
  expect(await run.end()).toMatchObject({ status: 'ended', outcome: 'WELCOME50' });
  expect(await kit.operator.requests()).toHaveLength(5);
});

test('a lookup that is not answered within its time fails the story as LookUpUnavailable', async () => {
  await kit.operator.fault({ path: ACTIVE, times: 1_000, answer: { status: 503 } });
  const run = await kit.start(asksForBonus, { referrerId: 'anna' });
  const state = await run.end();
  expect(state).toMatchObject({ status: 'failed' });
  expect(state.outcome).toMatch(/^active-bonus gave no answer within 10 minutes: .*503/);
  const [entered, closed] = [state.journal[0]?.at ?? '', state.journal.at(-1)?.at ?? ''];
  const minutes = (Date.parse(closed) - Date.parse(entered)) / 60_000;
  expect(minutes).toBeGreaterThan(5);
  expect(minutes).toBeLessThan(11);
});

test('the answer of a lookup decides: with an active bonus it is cancelled', async () => {
  await kit.operator.setPlayer('lars', { activeBonus });
  const withdrawal = { withdrawalId: 'w-1', amount: { amount: '5.00', currency: 'EUR' } };
  const run = await kit.start(cancelBonusOnWithdrawal, withdrawal, { playerId: 'lars', key: 'w-1' });
  expect(await run.end()).toMatchObject({ status: 'ended', outcome: 'delivered' });
  expect(await run.sent()).toMatchObject([{ path: '/bonus/cancel', body: { user_id: 'lars', bonus_id: 'b-1' } }]);
});

test('the answer of a lookup decides: without a bonus nothing is sent', async () => {
  await kit.operator.setPlayer('lars', { activeBonus: null });
  const withdrawal = { withdrawalId: 'w-1', amount: { amount: '5.00', currency: 'EUR' } };
  const run = await kit.start(cancelBonusOnWithdrawal, withdrawal, { playerId: 'lars', key: 'w-2' });
  expect(await run.end()).toMatchObject({ status: 'ended', outcome: 'no active bonus', calls: [] });
});
