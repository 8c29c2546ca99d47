import { expect, test } from 'vitest';
import { atRest, lines, useJourneyKit } from '../../support/journey-kit.js';
import { plainCalls } from '../../support/plain-calls.js';
import { startsOver } from '../journeys/index.js';

const kit = useJourneyKit({ change: plainCalls });

const CREDIT = '/bonus/credit/funds';
const referral = { referrerId: 'anna' };
const fiftyEuro = { amount: { amount: '50.00', currency: 'EUR' } };

test('a story that starts over keeps what it carries, the ids it has seen and its unconsumed events', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 429, headers: { 'retry-after': '600' } } });
  const run = await kit.start(startsOver, referral);
  await run.deliver('deposit.made', fiftyEuro, { id: 'one' });
  await run.until(atRest);
  await run.deliver('deposit.made', fiftyEuro, { id: 'two' });
  await kit.sleep('1 hour');
  // The second life has taken the unconsumed event, and the third knows of both.
  await run.deliver('deposit.made', fiftyEuro, { id: 'one' });
  const state = await run.end();
  expect(state).toMatchObject({
    status: 'ended',
    outcome: 'saw one, two',
    eventsTaken: 0,
    ignored: { 'deposit.made: heard already': 1 },
    previous: { outcome: 'started over', previous: null },
  });
  expect(lines(state, 'entered')).toEqual(['entered: by player.referred, after a fresh start']);
});

test('a run starts over only when its calls have an outcome, and each life has keys of its own', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 429, headers: { 'retry-after': '600' } } });
  const run = await kit.start(startsOver, referral);
  await run.deliver('deposit.made', fiftyEuro, { id: 'one' });
  expect(await run.until(atRest)).toMatchObject({ previous: null });
  await kit.sleep('1 hour');
  const second = await run.nextLife();
  expect(second.previous?.calls).toMatchObject([{ status: 'delivered', attempts: 2 }]);
  await run.deliver('deposit.made', fiftyEuro, { id: 'two' });
  await run.end();
  const keys = new Set((await kit.operator.callbacks()).map((request) => request.headers['idempotency-key']));
  expect(keys.size).toBe(2);
});

test('an exit while a run waits to start over is an exit', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 429, headers: { 'retry-after': '600' } } });
  const run = await kit.start(startsOver, referral);
  await run.deliver('deposit.made', fiftyEuro, { id: 'one' });
  await run.until(atRest);
  await run.deliver('player.excluded', {});
  expect(await run.end()).toMatchObject({ status: 'exited', previous: null, calls: [{ status: 'abandoned' }] });
});

test('a run that started over keeps the memo of what started it', async () => {
  const run = await kit.start(startsOver, referral);
  const { startedBy } = await run.until(atRest);
  await run.deliver('deposit.made', fiftyEuro);
  await run.nextLife();
  expect((await run.handle.describe()).memo).toMatchObject({ startedBy: { id: startedBy.id } });
  await run.cancel();
});
