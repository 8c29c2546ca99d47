import { expect, test } from 'vitest';
import { lines, useJourneyKit } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { plainCalls } from '../../support/plain-calls.js';
import { undoesAndFails, undoesInReverse } from '../journeys/index.js';

const kit = useJourneyKit({ change: plainCalls });

const CANCEL = '/bonus/cancel';
const referral = { referrerId: 'anna' };
const asleep = (run: KitRun) => run.until((state) => state.waitingFor.includes('a timer'));
const steps = async (run: KitRun) => (await run.state()).calls.map((call) => call.step);

test('on exit, what was done is undone in reverse order, and then comes onExit', async () => {
  const run = await kit.start(undoesInReverse, referral);
  await asleep(run);
  await run.deliver('player.excluded', {});
  const state = await run.end();
  expect(state.status).toBe('exited');
  expect(await steps(run)).toEqual(['first', 'second', 'undo-second', 'undo-first', 'goodbye']);
  const kinds = state.journal.map((line) => line.what);
  expect(kinds.indexOf('exiting')).toBeLessThan(kinds.indexOf('compensating'));
  expect(kinds.at(-1)).toBe('exited');
});

test('on cancelling, what was done is undone in reverse order, without onExit', async () => {
  const run = await kit.start(undoesInReverse, referral);
  await asleep(run);
  await run.cancel();
  expect(await run.end()).toMatchObject({ status: 'cancelled', outcome: 'cancelled by tester' });
  expect(await steps(run)).toEqual(['first', 'second', 'undo-second', 'undo-first']);
});

test("Temporal's own cancellation does the same, and the run returns its state", async () => {
  const run = await kit.start(undoesInReverse, referral);
  await asleep(run);
  await run.handle.cancel();
  expect(await run.end()).toMatchObject({ status: 'cancelled', outcome: 'cancelled in Temporal' });
  expect(await steps(run)).toEqual(['first', 'second', 'undo-second', 'undo-first']);
});

test('a story that ends by itself undoes nothing', async () => {
  const run = await kit.start(undoesInReverse, referral);
  expect(await run.end()).toMatchObject({ status: 'ended', outcome: 'slept' });
  expect(await steps(run)).toEqual(['first', 'second']);
});

test('a story that fails is undone without onExit, and its failure carries the state', async () => {
  await kit.operator.fault({ path: '/bonus/active', times: 1_000, answer: { status: 503 } });
  const run = await kit.start(undoesAndFails, referral);
  const state = await run.end();
  expect(state).toMatchObject({ status: 'failed', outcome: expect.stringContaining('active-bonus gave no answer') });
  expect(state.calls.map((call) => call.step)).toEqual(['credit-referrer', 'cancel-bonus']);
  await expect(run.handle.result()).rejects.toMatchObject({ cause: { type: 'RunFailed' } });
});

test('a parked compensation can be retried, though the run exits', async () => {
  const run = await kit.start(undoesInReverse, referral);
  await asleep(run);
  await kit.operator.fault({ path: CANCEL, times: 1, answer: { status: 404 } });
  await run.deliver('player.excluded', {});
  const parked = await run.until((state) => state.parked.length > 0);
  expect(parked).toMatchObject({ status: 'exiting', parked: [{ decisions: ['retry', 'delivered', 'skip'] }] });
  await run.resolve({ decision: 'retry' });
  const state = await run.end();
  expect(state.status).toBe('exited');
  expect(state.calls.find((call) => call.step === 'undo-second')).toMatchObject({ attempts: 2 });
});

test('while a compensation is under way, further exits, cancelling and pausing change nothing', async () => {
  const run = await kit.start(undoesInReverse, referral);
  await asleep(run);
  await kit.operator.fault({ path: CANCEL, times: 1, answer: { delayMs: 400 } });
  await run.deliver('player.excluded', {});
  await expect.poll(() => kit.operator.callbacks()).toHaveLength(3);
  await run.deliver('player.excluded', {});
  await run.cancel();
  await run.handle.cancel();
  await run.pause();
  const state = await run.end();
  expect(state.status).toBe('exited');
  expect(lines(state, 'exiting', 'paused')).toEqual(['exiting: exited on player.excluded']);
  expect(await steps(run)).toEqual(['first', 'second', 'undo-second', 'undo-first', 'goodbye']);
});

test('a compensation whose first attempts fail is sent again until it is answered', async () => {
  const run = await kit.start(undoesInReverse, referral);
  await asleep(run);
  await kit.operator.fault({ path: CANCEL, times: 2, answer: { status: 503 } });
  await run.deliver('player.excluded', {});
  const state = await run.end();
  expect(state.calls.find((call) => call.step === 'undo-second')).toMatchObject({ attempts: 3, status: 'refused' });
});
