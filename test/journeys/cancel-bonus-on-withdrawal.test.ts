import { expect, test } from 'vitest';
import { cancelBonusOnWithdrawal } from '../../workflows/journeys/index.js';
import { useJourneyKit } from '../support/journey-kit.js';

const kit = useJourneyKit();

const withdrawal = { withdrawalId: 'w-1', amount: { amount: '50.00', currency: 'EUR' } };

test('a withdrawal cancels the active bonus', async () => {
  const run = await kit.start(cancelBonusOnWithdrawal, withdrawal, { playerId: 'wim', key: 'w-1' });
  expect(await run.end()).toMatchObject({ status: 'ended', outcome: 'delivered' });
  expect(await run.sent()).toMatchObject([
    { path: '/bonus/cancel', body: { user_id: 'wim', bonus_id: 'B-wim', reason: 'withdrawal w-1' } },
  ]);
});

test('without an active bonus nothing is sent', async () => {
  await kit.operator.setPlayer('wyn', { activeBonus: null });
  const run = await kit.start(cancelBonusOnWithdrawal, withdrawal, { playerId: 'wyn', key: 'w-1' });
  expect(await run.end()).toMatchObject({ outcome: 'no active bonus' });
  expect(await run.sent()).toEqual([]);
});

test('royal gives ten minutes of grace: a withdrawal that is taken back meanwhile keeps the bonus', async () => {
  const run = await kit.start(cancelBonusOnWithdrawal, withdrawal, { brand: 'royal', key: 'w-1' });
  await kit.sleep('9 minutes');
  await run.deliver('withdrawal.cancelled', { withdrawalId: 'w-1' });
  expect(await run.end()).toMatchObject({ outcome: 'the withdrawal was taken back' });
  expect(await run.sent()).toEqual([]);
});
