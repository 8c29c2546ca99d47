import { describe, expect, test } from 'vitest';
import { isForHold } from '../../../workflows/contracts/keepers/hold.js';
import { holdReleased } from '../../../workflows/contracts/messages.js';
import { holdOf } from '../../support/in-memory-holds.js';
import { lines, useJourneyKit } from '../../support/journey-kit.js';
import { creditsFunds, creditsOnce, sendsText } from '../journeys/index.js';

const kit = useJourneyKit();

const CREDIT = '/bonus/credit/funds';
const SMS = '/rcs/messages';
const referral = { referrerId: 'anna' };
const excluded = { blocks: [{ active: true, type: 'Excluded' as const }] };

/** What the operator answers from now on, with an hour between attempts. */
const hourly = (path: string, status: number, times = 1_000) =>
  kit.operator.fault({ path, times, answer: { status, headers: { 'retry-after': '3600' } } });

describe('a player who is excluded while his call waits', () => {
  test('is not credited where nothing was sent that may have arrived', async () => {
    await hourly(CREDIT, 429);
    const run = await kit.start(creditsFunds, referral);
    await run.until((state) => state.calls[0]?.attempts === 1);
    await kit.operator.setPlayer(run.playerId, excluded);
    await kit.operator.fault({ path: CREDIT, times: 0, answer: {} });
    const state = await run.end();
    expect(state.outcome).toMatch(/^suppressed: .*block/);
    expect(await run.sent()).toHaveLength(1);
  });

  test('is left to a person where an attempt may have arrived: nothing is sent again', async () => {
    await hourly(CREDIT, 503);
    const run = await kit.start(creditsFunds, referral);
    await run.until((state) => state.calls[0]?.attempts === 1);
    await kit.operator.setPlayer(run.playerId, excluded);
    await kit.sleep('2 hours');
    expect(await run.sent()).toHaveLength(1);
    expect((await run.state()).parked).toMatchObject([
      { maybeSent: true, reason: expect.stringMatching(/may have arrived, and it is not sent again: .*block/) },
    ]);
    await run.resolve({ decision: 'skip', moneyMoved: 'no' });
  });

  test('is asked about where the operator can tell: not done is suppressed, done is delivered', async () => {
    const credit = async (answer: { status: number } | { cut: 'after-processing' }) => {
      // So long that what is known of the player grows old.
      await kit.operator.fault({ path: '/grants/*', times: 20, answer: { status: 503 } });
      await kit.operator.fault({ path: CREDIT, times: 1, answer });
      const run = await kit.start(creditsOnce, referral);
      await run.until((state) => state.calls[0]?.attempts === 1);
      await kit.operator.setPlayer(run.playerId, excluded);
      const { outcome } = await run.end();
      return { outcome, sent: (await run.sent()).length };
    };
    const done = await credit({ cut: 'after-processing' });
    expect(done).toMatchObject({ outcome: expect.stringMatching(/^delivered: found done/), sent: 1 });
    const notDone = await credit({ status: 503 });
    expect(notDone).toMatchObject({ outcome: expect.stringMatching(/^suppressed: .*block/), sent: 1 });
  });

  test('a guard that can not be asked means not sent yet, and never sent anyway', async () => {
    const run = await kit.start(creditsFunds, referral, { playerId: 'guarded' });
    await run.end();
    await kit.operator.reset();
    await kit.operator.fault({ path: '/userblocks/*', times: 1_000, answer: { status: 503 } });
    const later = await kit.start(creditsFunds, referral, { playerId: 'guarded-later' });
    await kit.sleep('2 hours');
    expect(await later.sent()).toEqual([]);
    expect((await later.state()).outcome).toBeNull();
    await kit.operator.fault({ path: '/userblocks/*', times: 0, answer: {} });
    expect((await later.end()).outcome).toMatch(/^delivered/);
  });
});

describe('a message', () => {
  test('that is stale is not sent any more', async () => {
    await hourly(SMS, 429, 30);
    const run = await kit.start(sendsText, {});
    expect((await run.end()).outcome).toBe('abandoned: expired');
    expect((await run.sent()).length).toBeLessThanOrEqual(25);
  });

  test('that may have arrived does not end as expired, but is repeated until it is answered', async () => {
    await hourly(SMS, 503, 30);
    const run = await kit.start(sendsText, {});
    expect((await run.end()).outcome).toMatch(/^delivered/);
    expect(await run.sent()).toHaveLength(31);
  });
});

describe('reconcile', () => {
  test('hands on what the operator says of the grant, and asks again while it can not tell', async () => {
    await kit.operator.fault({ path: CREDIT, times: 1, answer: { cut: 'after-processing' } });
    await kit.operator.fault({ path: '/grants/*', times: 2, answer: { status: 500 } });
    const run = await kit.start(creditsOnce, referral);
    const state = await run.end();
    expect(lines(state, 'asked').map((line) => line.split(',')[0])).toEqual([
      'asked: credit-referrer: unclear',
      'asked: credit-referrer: unclear',
      'asked: credit-referrer: done',
    ]);
    expect(state.outcome).toMatch(/^delivered: found done/);
    expect(await run.sent()).toHaveLength(1);
  });

  test('leaves to a person what can not be told within the patience of the status lookup', async () => {
    await kit.operator.fault({ path: CREDIT, times: 1, answer: { cut: 'after-processing' } });
    await kit.operator.fault({ path: '/grants/*', times: 10_000, answer: { status: 500 } });
    const run = await kit.start(creditsOnce, referral);
    await kit.sleep('77 hours');
    expect((await run.state()).parked).toMatchObject([
      { maybeSent: true, reason: expect.stringContaining('status lookup') },
    ]);
    expect(await run.sent()).toHaveLength(1);
    await run.resolve({ decision: 'delivered', reference: 'G-1' });
    expect((await run.end()).outcome).toBe('delivered: found delivered by tester');
  });
});

describe('once', () => {
  test('sends no second request in days; a person may have it sent again', async () => {
    await kit.operator.settings({ honourIdempotencyKey: false });
    await kit.operator.fault({ path: CREDIT, times: 1, answer: { cut: 'before-headers' } });
    const run = await kit.start(creditsOnce, referral, { brand: 'royal' });
    await kit.sleep('10 days');
    expect(await run.sent()).toHaveLength(1);
    await run.resolve({ decision: 'retry', acknowledge: 'may-pay-twice' });
    expect((await run.end()).outcome).toMatch(/^delivered/);
    expect(await run.sent()).toHaveLength(2);
    expect(await kit.operator.ledger()).toHaveLength(1);
  });

  test('a person who skips money that may have moved says whether it has', async () => {
    await kit.operator.fault({ path: CREDIT, times: 1, answer: { cut: 'before-headers' } });
    const run = await kit.start(creditsOnce, referral, { brand: 'royal' });
    await run.until((state) => state.parked.length > 0);
    await expect(run.resolve({ decision: 'skip' })).rejects.toMatchObject({
      cause: { type: 'DecisionNotPossible', message: expect.stringContaining('money moved') },
    });
    await run.resolve({ decision: 'skip', moneyMoved: 'unknown' });
    expect((await run.end()).outcome).toMatch(/^abandoned: .*money moved: unknown$/);
  });
});

describe('a hold', () => {
  const release = { id: 'destination:operator', scope: 'destination', name: 'operator', by: 'ops' } as const;

  test('lets calls wait without a request, and its release lets them go', async () => {
    await kit.holds.trip('lucky', holdOf('destination', 'operator'));
    const run = await kit.start(creditsFunds, referral);
    const waits = await run.until((state) => state.waitingFor.some(isForHold));
    expect(lines(waits, 'held')).toContainEqual(expect.stringMatching(/^held: credit-bonus-funds .*ops.*maintenance$/));
    expect(await run.sent()).toEqual([]);
    kit.holds.release('lucky');
    await run.handle.signal(holdReleased, release);
    expect((await run.end()).outcome).toMatch(/^delivered/);
    expect(await run.sent()).toHaveLength(1);
  });

  test('that is gone is noticed also when the word of it is lost', async () => {
    await kit.holds.trip('lucky', holdOf('brand', 'lucky'));
    const run = await kit.start(creditsFunds, referral);
    await run.until((state) => state.waitingFor.some(isForHold));
    kit.holds.release('lucky');
    expect((await run.end()).outcome).toMatch(/^delivered/);
  });

  test('whose release is a word on what a wrong set-up has parked: that is sent again', async () => {
    await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 404 } });
    const run = await kit.start(creditsFunds, referral);
    await run.until((state) => state.parked.length > 0);
    await run.handle.signal(holdReleased, { ...release, scope: 'action', name: 'another' });
    expect((await run.state()).parked).toHaveLength(1);
    await run.handle.signal(holdReleased, release);
    const state = await run.end();
    expect(state.outcome).toMatch(/^delivered/);
    expect(state.resolutions).toMatchObject([{ decision: 'retry', by: 'ops' }]);
    expect(lines(state, 'resolved')).toEqual([expect.stringMatching(/retry by ops: .*destination operator/)]);
  });

  test('whose release is told twice sends what it has parked once: what is parked anew waits for another word', async () => {
    await kit.operator.fault({ path: CREDIT, times: 2, answer: { status: 404 } });
    const run = await kit.start(creditsFunds, referral);
    const [first] = (await run.until((state) => state.parked.length > 0)).parked;
    const told = { ...release, at: first?.since ?? '' };
    await run.handle.signal(holdReleased, told);
    await run.until(({ parked }) => parked.some(({ since }) => since !== first?.since));
    await run.handle.signal(holdReleased, told);
    expect((await run.state()).parked).toHaveLength(1);
    await run.resolve({ decision: 'retry', by: 'tester' });
    expect((await run.end()).outcome).toMatch(/^delivered/);
    expect(await run.sent()).toHaveLength(3);
  });

  test('ends nothing: a call that an exit cuts off while it waits was surely not sent', async () => {
    await kit.holds.trip('lucky', holdOf('destination', 'operator'));
    const run = await kit.start(creditsOnce, referral);
    await run.until((state) => state.waitingFor.some(isForHold));
    await run.deliver('player.excluded', {});
    expect(await run.end()).toMatchObject({ status: 'exited', calls: [{ status: 'abandoned', reason: 'exited' }] });
    expect(await run.sent()).toEqual([]);
  });
});
