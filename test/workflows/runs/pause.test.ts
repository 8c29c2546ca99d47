import { expect, test } from 'vitest';
import { atRest, lines, useJourneyKit } from '../../support/journey-kit.js';
import { plainCalls } from '../../support/plain-calls.js';
import { creditsOnce, startsOver, undoesInReverse, waitsTwice } from '../journeys/index.js';

const kit = useJourneyKit({ change: plainCalls });

const CREDIT = '/bonus/credit/funds';
const referral = { referrerId: 'anna' };
const fiftyEuro = { amount: { amount: '50.00', currency: 'EUR' } };

test('of an event and then a deadline during a pause, the event wins at resume', async () => {
  const run = await kit.start(waitsTwice, referral);
  await kit.sleep('6 days');
  await run.pause();
  expect(await run.until((state) => state.status === 'paused')).toMatchObject({
    waitingFor: ['a person', 'deposit.made'],
  });
  await run.deliver('deposit.made', fiftyEuro, { id: 'in-time' });
  await kit.sleep('30 days');
  expect(await run.state()).toMatchObject({ status: 'paused' });
  await run.resume();
  expect(await run.end()).toMatchObject({ outcome: 'first in-time, second none' });
});

test('of a deadline and then an event during a pause, the deadline stands and the event is for the next wait', async () => {
  const run = await kit.start(waitsTwice, referral);
  await kit.sleep('6 days');
  await run.pause();
  await kit.sleep('30 days');
  await run.deliver('deposit.made', fiftyEuro, { id: 'late' });
  await run.resume();
  const state = await run.end();
  expect(state).toMatchObject({ outcome: 'first none, second late' });
  expect(lines(state, 'paused', 'resumed')).toEqual(['paused: paused by tester', 'resumed: resumed by tester']);
});

test('while a run is paused no new step begins, though its sleep has ended', async () => {
  const run = await kit.start(waitsTwice, referral);
  await run.pause();
  await kit.sleep('6 days');
  const paused = await run.state();
  expect(paused).toMatchObject({ status: 'paused', waitingFor: ['a person'] });
  expect(lines(paused, 'waiting')).toHaveLength(1);
  await run.resume();
  expect(lines(await run.until((state) => state.waitingFor.includes('deposit.made')), 'waiting')).toHaveLength(2);
});

test('a call that is on the wire when the run is paused finishes; the next call waits', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { delayMs: 400 } });
  const run = await kit.start(undoesInReverse, referral);
  await expect.poll(() => kit.operator.callbacks()).toHaveLength(1);
  await run.pause();
  const paused = await run.until((state) => state.calls[0]?.status === 'delivered');
  expect(paused.status).toBe('paused');
  await kit.sleep('1 day');
  expect((await run.state()).calls).toHaveLength(1);
  await run.resume();
  expect(await run.end()).toMatchObject({ outcome: 'slept' });
  expect(await kit.operator.ledger()).toHaveLength(2);
});

test('a call in back-off waits while the run is paused, and goes on with the same key when it is resumed', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 503, headers: { 'retry-after': '600' } } });
  const run = await kit.start(creditsOnce, referral);
  await run.until(atRest);
  await run.pause();
  await kit.sleep('1 day');
  expect(await kit.operator.callbacks()).toHaveLength(1);
  await run.resume();
  expect((await run.end()).outcome).toMatch(/^delivered/);
  const [first, second] = await run.sent();
  expect(second?.headers['idempotency-key']).toBe(first?.headers['idempotency-key']);
});

test('patience runs on during a pause: at resume a person is asked and nothing more is sent', async () => {
  await kit.operator.fault({ path: CREDIT, times: 9, answer: { status: 503, headers: { 'retry-after': '600' } } });
  const run = await kit.start(creditsOnce, referral);
  await run.until(atRest);
  await run.pause();
  await kit.sleep('80 hours');
  await run.resume();
  const state = await run.until((now) => now.parked.length > 0);
  expect(state.parked[0]).toMatchObject({ attempts: 1, maybeSent: true });
  expect(state.parked[0]?.reason).toMatch(/^patience ended: 503/);
  expect(await kit.operator.callbacks()).toHaveLength(1);
  await run.resolve({ decision: 'delivered' });
  await run.end();
});

test('a paused run can exit, and then it compensates', async () => {
  const run = await kit.start(undoesInReverse, referral);
  await run.until(atRest);
  await run.pause();
  await run.deliver('player.excluded', {});
  const state = await run.end();
  expect(state).toMatchObject({ status: 'exited', outcome: 'exited on player.excluded' });
  expect(lines(state, 'compensating')).toHaveLength(2);
});

test('a paused run can be cancelled', async () => {
  const run = await kit.start(waitsTwice, referral);
  await run.pause();
  await run.cancel();
  expect(await run.end()).toMatchObject({ status: 'cancelled', outcome: 'cancelled by tester' });
});

test('a run that is paused does not start over before it is resumed', async () => {
  const run = await kit.start(startsOver, referral);
  await run.until((state) => state.waitingFor.includes('deposit.made'));
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { delayMs: 400 } });
  await run.deliver('deposit.made', fiftyEuro);
  await expect.poll(() => kit.operator.callbacks()).toHaveLength(1);
  await run.pause();
  const paused = await run.until((state) => state.calls[0]?.status === 'delivered');
  expect(paused).toMatchObject({ status: 'paused', previous: null });
  await run.resume();
  const next = await run.nextLife();
  expect(next).toMatchObject({ status: 'open' });
  await run.cancel();
});
