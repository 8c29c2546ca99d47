import { expect, test } from 'vitest';
import { atRest, lines, useJourneyKit } from '../../support/journey-kit.js';
import { plainCalls } from '../../support/plain-calls.js';
import {
  asksForBonus,
  branches,
  callsWhenCaught,
  creditsOnce,
  looksLater,
  swallowsExits,
  undoesInReverse,
  waitsTwice,
} from '../journeys/index.js';

const kit = useJourneyKit({ change: plainCalls, brands: ['lucky'] });

const CREDIT = '/bonus/credit/funds';
const referral = { referrerId: 'anna' };
const exited = { status: 'exited', outcome: 'exited on player.excluded' };

test('an exit interrupts a wait, and later events are ignored by name', async () => {
  const run = await kit.start(waitsTwice, referral);
  await kit.sleep('6 days');
  await run.deliver('player.excluded', { reason: 'asked for it' });
  const state = await run.end();
  expect(state).toMatchObject({ ...exited, waitingFor: [], until: null, needsAttention: [] });
  expect(lines(state, 'exiting', 'exited')).toEqual([
    'exiting: exited on player.excluded',
    'exited: exited on player.excluded',
  ]);
});

test('an exit interrupts a 30-day sleep within the same second', async () => {
  const run = await kit.start(swallowsExits, referral);
  await kit.sleep('1 day');
  await run.deliver('player.excluded', {});
  const state = await run.end();
  const [exiting, closed] = state.journal.filter((line) => line.what === 'exiting' || line.what === 'exited');
  expect(Date.parse(closed?.at ?? '') - Date.parse(exiting?.at ?? '')).toBeLessThan(1_000);
});

test('a story that swallows the exit and ends well has exited all the same', async () => {
  const run = await kit.start(swallowsExits, referral);
  await run.deliver('player.excluded', {});
  expect(await run.end()).toMatchObject({ ...exited, stage: 'swallowed' });
});

test('a call in back-off without an unknown attempt ends as abandoned: exited', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 429, headers: { 'retry-after': '600' } } });
  const run = await kit.start(creditsOnce, referral);
  await run.until(atRest);
  await run.deliver('player.excluded', {});
  const state = await run.end();
  expect(state).toMatchObject({ ...exited, calls: [{ status: 'abandoned', reason: 'exited', attempts: 1 }] });
  expect(await kit.operator.callbacks()).toHaveLength(1);
});

test('a call in back-off after an unknown attempt is parked, and an exit never closes over it', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 503, headers: { 'retry-after': '600' } } });
  const run = await kit.start(creditsOnce, referral);
  await run.until(atRest);
  await run.deliver('player.excluded', {});
  const parked = await run.until((state) => state.parked.length > 0);
  expect(parked).toMatchObject({
    status: 'exiting',
    needsAttention: [`parked: ${parked.calls[0]?.callKey}`],
    parked: [{ maybeSent: true, decisions: ['delivered', 'skip'] }],
  });
  await kit.sleep('40 days');
  expect(await run.state()).toMatchObject({ status: 'exiting' });

  await expect(run.resolve({ decision: 'retry' })).rejects.toMatchObject({
    cause: { type: 'DecisionNotPossible', message: expect.stringContaining('delivered or skip') },
  });
  await run.resolve({ decision: 'skip', moneyMoved: 'no' });
  const state = await run.end();
  expect(state).toMatchObject({ ...exited, needsAttention: [], parked: [], calls: [{ status: 'abandoned' }] });
  expect(await kit.operator.callbacks()).toHaveLength(1);
});

test('a call that waits for a person keeps the run exiting, and can no longer be retried', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 404 } });
  const run = await kit.start(creditsOnce, referral);
  await run.until((state) => state.parked.length > 0);
  await run.deliver('player.excluded', {});
  const exiting = await run.until((state) => state.status === 'exiting');
  expect(exiting.parked[0]?.decisions).toEqual(['delivered', 'skip']);
  await expect(run.resolve({ decision: 'retry' })).rejects.toMatchObject({ cause: { type: 'DecisionNotPossible' } });
  await run.resolve({ decision: 'delivered', reference: 'grant-7' });
  expect(await run.end()).toMatchObject({ ...exited, calls: [{ status: 'delivered' }] });
});

test('a call on the wire is waited for and journalled, and the undoing that follows it in the story runs', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { delayMs: 500 } });
  const run = await kit.start(undoesInReverse, referral);
  await expect.poll(() => kit.operator.callbacks()).toHaveLength(1);
  await run.deliver('player.excluded', {});
  expect(await run.until((state) => state.status === 'exiting')).toMatchObject({ calls: [{ status: 'open' }] });
  const state = await run.end();
  expect(state).toMatchObject(exited);
  expect(lines(state, 'attempt')[0]).toMatch(/^attempt: first attempt 1: delivered/);
  expect(state.calls.map((call) => call.step)).toEqual(['first', 'undo-first', 'goodbye']);
});

test('a call on the wire that the other side surely did not process is not sent again after an exit', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 429, delayMs: 500 } });
  const run = await kit.start(creditsOnce, referral);
  await expect.poll(() => kit.operator.callbacks()).toHaveLength(1);
  await run.deliver('player.excluded', {});
  expect(await run.end()).toMatchObject({ ...exited, calls: [{ status: 'abandoned', reason: 'exited', attempts: 1 }] });
  expect(await kit.operator.callbacks()).toHaveLength(1);
});

test('a call whose answer is cut short after an exit is parked', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { delayMs: 500, cut: 'after-processing' } });
  const run = await kit.start(creditsOnce, referral);
  await expect.poll(() => kit.operator.callbacks()).toHaveLength(1);
  await run.deliver('player.excluded', {});
  expect(await run.until((state) => state.parked.length > 0)).toMatchObject({ status: 'exiting' });
  await run.resolve({ decision: 'delivered' });
  expect(await run.end()).toMatchObject(exited);
});

test('an attempt that no worker has taken yet is cancelled, surely unsent', async () => {
  const run = await kit.start(creditsOnce, referral, { brand: 'royal' });
  await run.until((state) => state.calls.length > 0);
  await run.deliver('player.excluded', {});
  expect(await run.end()).toMatchObject({ ...exited, calls: [{ status: 'abandoned', reason: 'exited', attempts: 0 }] });
  expect(await kit.operator.callbacks()).toEqual([]);
});

test('an exit interrupts a lookup that is not answered', async () => {
  await kit.operator.fault({ path: '/bonus/active', times: 1_000, answer: { status: 503 } });
  const run = await kit.start(asksForBonus, referral);
  await expect.poll(async () => (await kit.operator.requests()).length).toBeGreaterThan(1);
  await run.deliver('player.excluded', {});
  expect(await run.end()).toMatchObject(exited);
});

test('a call in the catch or finally of a story after an exit throws and sends nothing', async () => {
  const run = await kit.start(callsWhenCaught, referral);
  await run.until(atRest);
  await run.deliver('player.excluded', {});
  expect(await run.end()).toMatchObject({ ...exited, calls: [] });
  expect(await kit.operator.callbacks()).toEqual([]);
});

test('branches of a story begin nothing after an exit', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { delayMs: 400 } });
  const run = await kit.start(branches, referral);
  await expect.poll(() => kit.operator.callbacks()).toHaveLength(1);
  await run.deliver('player.excluded', {});
  const state = await run.end();
  expect(state).toMatchObject({ ...exited, calls: [{ step: 'first', status: 'delivered' }] });
  expect(await kit.operator.callbacks()).toHaveLength(1);
});

test('an exit cuts off steps that the story has begun and not awaited yet', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 429, headers: { 'retry-after': '600' } } });
  const run = await kit.start(looksLater, referral);
  // The test server refuses to cancel an activity that has just ended.
  await run.until((state) => lines(state, 'attempt').length === 1);
  await run.deliver('player.excluded', {});
  expect(await run.end()).toMatchObject({ ...exited, calls: [{ status: 'abandoned' }] });
});

test('a second exit is ignored and journalled', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 404 } });
  const run = await kit.start(creditsOnce, referral);
  await run.until((state) => state.parked.length > 0);
  await run.deliver('player.excluded', {});
  await run.deliver('player.excluded', {});
  await run.cancel();
  await run.until((state) => state.status === 'exiting');
  await run.resolve({ decision: 'skip', moneyMoved: 'no' });
  expect(await run.end()).toMatchObject({ ...exited, ignored: { 'player.excluded: the run is exiting': 1 } });
});
