import { expect, test } from 'vitest';
import { referAFriend } from '../../workflows/journeys/index.js';
import { useJourneyKit } from '../support/journey-kit.js';

const kit = useJourneyKit();

const tenEuro = { amount: '10.00', currency: 'EUR' };
const fiftyEuro = { amount: '50.00', currency: 'EUR' };

test('the first deposit that is large enough credits the referrer', async () => {
  const run = await kit.start(referAFriend, { referrerId: 'anna' });
  await kit.sleep('3 days');
  await run.deliver('deposit.made', { amount: tenEuro });
  await kit.sleep('20 days');
  await run.deliver('deposit.made', { amount: fiftyEuro });

  expect(await run.end()).toMatchObject({ status: 'ended', outcome: 'delivered' });
  const [credit, ...more] = await run.sent();
  expect(more).toEqual([]);
  expect(credit).toMatchObject({ path: '/bonus/credit/funds', body: { user_id: 'anna', amount: 10, currency: 'EUR' } });
});

test('without a deposit in 30 days the run ends and nothing is sent', async () => {
  const run = await kit.start(referAFriend, { referrerId: 'anna' });
  expect(await run.end()).toMatchObject({ status: 'ended', outcome: 'no deposit in 30 days' });
  expect(await run.sent()).toEqual([]);
});

test('an excluded player leaves at once', async () => {
  const run = await kit.start(referAFriend, { referrerId: 'anna' });
  await run.deliver('player.excluded', {});
  expect(await run.end()).toMatchObject({ status: 'exited', outcome: 'exited on player.excluded' });
  expect(await run.sent()).toEqual([]);
});

test('royal, whose platform does not honour keys: a credit without an answer is not sent again, a person decides', async () => {
  await kit.operator.fault({ path: '/bonus/credit/funds', times: 1, answer: { cut: 'after-processing' } });
  const run = await kit.start(referAFriend, { referrerId: 'anna' }, { brand: 'royal' });
  await run.deliver('deposit.made', { amount: fiftyEuro });
  const { parked } = await run.until((state) => state.parked.length > 0);
  expect(parked).toMatchObject([{ action: 'credit-referrer', maybeSent: true, attempts: 1 }]);
  await kit.sleep('10 days');
  expect(await run.sent()).toHaveLength(1);

  await run.resolve({ decision: 'delivered', reference: 'grant 4711' });
  expect(await run.end()).toMatchObject({ status: 'ended', outcome: 'delivered' });
  expect(await kit.operator.ledger()).toHaveLength(1);
});
