import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JourneyKit, lines, startJourneyKit } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { plainCalls } from '../../support/plain-calls.js';
import {
  countsInItsModule,
  faultyCondition,
  sleepsUntil,
  twoWaits,
  waitsForEither,
  waitsTwice,
} from '../journeys/index.js';

let kit: JourneyKit;
beforeAll(async () => {
  kit = await startJourneyKit({ change: plainCalls, replaysAlways: true });
});
afterAll(() => kit.close());

const DAY = 86_400_000;
const referral = { referrerId: 'anna' };
const inEuro = { amount: { amount: '50.00', currency: 'EUR' } };
const inKrona = { amount: { amount: '50.00', currency: 'SEK' } };
const inDays = async (days: number) => new Date((await kit.env.currentTimeMs()) + days * DAY).toISOString();

test('an event goes to the first wait, in order of registration, whose condition it meets', async () => {
  const run = await kit.start(twoWaits, referral);
  await run.deliver('deposit.made', inKrona, { id: 'krona' });
  await run.deliver('deposit.made', inEuro, { id: 'euro' });
  expect(await run.end()).toMatchObject({ outcome: 'euro euro, any krona' });
});

test('where both waits would take an event, only the first registered gets it', async () => {
  const run = await kit.start(twoWaits, referral);
  await run.deliver('deposit.made', inEuro, { id: 'one' });
  await run.deliver('deposit.made', inEuro, { id: 'two' });
  expect(await run.end()).toMatchObject({ outcome: 'euro one, any two' });
});

test('an event that meets no condition stays for a later wait', async () => {
  const run = await kit.start(twoWaits, referral);
  await run.deliver('deposit.made', inKrona, { id: 'one' });
  await run.deliver('deposit.made', inKrona, { id: 'two' });
  expect(await run.end()).toMatchObject({ outcome: 'euro none, any one' });
});

test('events that came before the wait began are heard, in the order in which they came', async () => {
  const run = await kit.start(waitsTwice, referral);
  await run.deliver('deposit.made', inEuro, { id: 'early' });
  await run.deliver('deposit.made', inEuro, { id: 'early-too' });
  const state = await run.end();
  expect(state).toMatchObject({ outcome: 'first early, second early-too' });
  expect(lines(state, 'waited')).toEqual([
    'waited: deposit.made had come already',
    'waited: deposit.made had come already',
  ]);
});

test('a deadline ends a wait, and what comes later is for the next wait', async () => {
  const run = await kit.start(waitsTwice, referral);
  await kit.sleep('16 days');
  expect(await run.state()).toMatchObject({ status: 'open', waitingFor: ['deposit.made'] });
  await run.deliver('deposit.made', inEuro, { id: 'late' });
  expect(await run.end()).toMatchObject({ outcome: 'first none, second late' });
});

test('a wait for several types ends with whichever comes', async () => {
  const run = await kit.start(waitsForEither, referral);
  expect(await run.until((state) => state.until !== null)).toMatchObject({
    waitingFor: ['deposit.made or withdrawal.cancelled'],
  });
  await run.deliver('withdrawal.cancelled', { withdrawalId: 'w-1' });
  expect(await run.end()).toMatchObject({ outcome: 'withdrawal.cancelled' });
});

test('an event that is not heard is ignored, journalled and counted', async () => {
  const run = await kit.start(waitsTwice, referral);
  await run.deliver('withdrawal.cancelled', { withdrawalId: 'w-1' });
  await run.deliver('withdrawal.cancelled', { withdrawalId: 'w-2' });
  const state = await run.end();
  expect(state).toMatchObject({
    outcome: 'first none, second none',
    eventsTaken: 0,
  });
  expect(Object.entries(state.ignored)).toEqual([[expect.stringMatching(/^withdrawal\.cancelled: /), 2]]);
  expect(lines(state, 'ignored')).toEqual([expect.stringMatching(/^ignored: withdrawal\.cancelled /)]);
});

test('an event is heard once, however often it is delivered', async () => {
  const run = await kit.start(waitsTwice, referral);
  for (let time = 0; time < 3; time++) await run.deliver('deposit.made', inEuro, { id: 'same' });
  expect(await run.end()).toMatchObject({
    outcome: 'first same, second none',
    eventsTaken: 1,
    ignored: { 'deposit.made: heard already': 2 },
  });
});

/** The first deadline passes while no worker runs; `before` and `after` it something may be done. */
async function missDeadline(run: KitRun, act: { before?: () => Promise<void>; after?: () => Promise<void> }) {
  await kit.sleep('6 days');
  await kit.withoutWorkers(async () => {
    await kit.sleep(9 * DAY - 1_000);
    await act.before?.();
    await expect.poll(() => firedTimers(run), { timeout: 5_000 }).toBe(2);
    await act.after?.();
  });
}

async function firedTimers(run: KitRun): Promise<number> {
  const { events } = await run.handle.fetchHistory();
  return events?.filter((event) => event.timerFiredEventAttributes).length ?? 0;
}

test('of an event and then a deadline while no worker runs, the event wins', async () => {
  const run = await kit.start(waitsTwice, referral);
  await missDeadline(run, { before: () => run.deliver('deposit.made', inEuro, { id: 'in-time' }) });
  expect(await run.end()).toMatchObject({ outcome: 'first in-time, second none' });
});

test('an event that was received in time wins, though it reached the run after the deadline, with no worker at work', async () => {
  const run = await kit.start(waitsTwice, referral);
  const receivedAt = await inDays(14);
  await missDeadline(run, { after: () => run.deliver('deposit.made', inEuro, { id: 'in-time', receivedAt }) });
  expect(await run.end()).toMatchObject({ outcome: 'first in-time, second none' });
});

test('an event that was received after the deadline is for the next wait, though a worker sees both together', async () => {
  const run = await kit.start(waitsTwice, referral);
  await missDeadline(run, { after: () => run.deliver('deposit.made', inEuro, { id: 'too-late' }) });
  expect(await run.end()).toMatchObject({ outcome: 'first none, second too-late' });
});

test('a condition that throws leaves the event for later waits and calls for attention; the run goes on', async () => {
  const run = await kit.start(faultyCondition, referral);
  await run.deliver('deposit.made', inKrona, { id: 'krona' });
  expect(await run.until((now) => now.needsAttention.length > 0)).toMatchObject({
    status: 'open',
    needsAttention: ['condition failed'],
  });
  await run.deliver('deposit.made', inEuro, { id: 'euro' });
  const state = await run.end();
  expect(state).toMatchObject({ outcome: 'enough euro, left krona' });
  expect(lines(state, 'condition-failed')).toEqual([
    expect.stringMatching(/deposit\.made.*RangeError: cannot compare/),
  ]);
  const { events } = await run.handle.fetchHistory();
  expect(events?.filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([]);
});

test('a sleep until an instant that has passed is no sleep; one until a later instant ends then', async () => {
  const until = await inDays(40);
  const run = await kit.start(sleepsUntil, referral, { settings: { until } });
  expect(await run.end()).toMatchObject({ outcome: `at once, then ${until.slice(0, 10)}` });
});

test('what a journey keeps in its module is of one run', async () => {
  const told = [await kit.start(countsInItsModule, referral), await kit.start(countsInItsModule, referral)];
  const ends = await Promise.all(told.map((run) => run.end()));
  expect(ends.map(({ outcome }) => outcome)).toEqual(['told 1 times', 'told 1 times']);
});
