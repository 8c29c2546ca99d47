import { expect, test } from 'vitest';
import { callKey } from '../../../workflows/contracts/calls/call-key.js';
import { atRest, lines, useJourneyKit } from '../../support/journey-kit.js';
import { plainCalls } from '../../support/plain-calls.js';
import { cancelsBonus, creditsNonsense, creditsOnce, creditsThrice, namesTooLong } from '../journeys/index.js';

const kit = useJourneyKit({ change: plainCalls });

const CREDIT = '/bonus/credit/funds';
const referral = { referrerId: 'anna' };

test('a delivered call leaves once, and the journal names its key, its attempt and its outcome', async () => {
  const run = await kit.start(creditsOnce, referral);
  const state = await run.end();
  expect(state).toMatchObject({
    status: 'ended',
    stage: 'crediting',
    outcome: expect.stringMatching(/^delivered: 200/),
  });
  const [sent, ...more] = await run.sent();
  expect(more).toEqual([]);
  expect(sent).toMatchObject({ path: CREDIT, body: { user_id: run.playerId, amount: 1, currency: 'EUR' } });
  expect(lines(state, 'called', 'attempt', 'outcome')).toEqual([
    'called: credit-referrer',
    expect.stringMatching(/^attempt: credit-referrer attempt 1: delivered, 200/),
    expect.stringMatching(/^outcome: credit-referrer of 1.00 EUR: delivered, 200/),
  ]);
  expect(state.journal.find((line) => line.what === 'called')?.call).toBe(sent?.headers['idempotency-key']);
});

test('the key of a call is computed from brand, run, start event and step, and from nothing else', async () => {
  const run = await kit.start(creditsOnce, referral);
  const { calls, startedBy } = await run.end();
  const origin = { brand: 'lucky', owner: run.id, eventId: startedBy.id, freshStarts: 0, step: 'credit-referrer' };
  expect(calls).toMatchObject([{ callKey: callKey(origin), step: 'credit-referrer', attempts: 1 }]);
});

test('attempts that may have arrived are repeated with the same key and the same bytes until one is answered', async () => {
  await kit.operator.fault({ path: CREDIT, times: 2, answer: { status: 503 } });
  const run = await kit.start(creditsOnce, referral);
  const state = await run.end();
  expect(state.outcome).toBe('delivered: 200: Success is true');
  const attempts = state.journal.filter((line) => line.what === 'attempt');
  expect(attempts.map((line) => line.detail?.['class'])).toEqual(['unknown', 'unknown', 'delivered']);
  const sent = await run.sent();
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map((request) => request.headers['idempotency-key'])).size).toBe(1);
  expect(new Set(sent.map((request) => request.rawBody)).size).toBe(1);
  expect(await kit.operator.ledger()).toHaveLength(1);
});

test('a call whose money moved unheard is repeated, and pays once', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { cut: 'after-processing' } });
  const run = await kit.start(creditsOnce, referral);
  expect((await run.end()).outcome).toMatch(/^delivered/);
  expect(await run.sent()).toHaveLength(2);
  expect(await kit.operator.ledger()).toHaveLength(1);
});

test('a destination that refuses connections was surely not reached: the call is repeated when it is back', async () => {
  kit.unplug();
  const run = await kit.start(creditsOnce, referral);
  const refused = await run.until((state) => (state.calls[0]?.attempts ?? 0) > 0);
  expect(refused.journal.find((line) => line.what === 'attempt')?.detail).toMatchObject({
    class: 'retry',
    status: null,
  });
  kit.plugIn();
  expect((await run.end()).outcome).toMatch(/^delivered/);
  expect(await run.sent()).toHaveLength(1);
});

test('Retry-After is honoured to the second', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 429, headers: { 'retry-after': '1800' } } });
  const run = await kit.start(creditsOnce, referral);
  const state = await run.end();
  const [first, second] = state.journal.filter((line) => line.what === 'attempt');
  const waited = Date.parse(second?.at ?? '') - Date.parse(first?.at ?? '');
  expect(waited).toBeGreaterThanOrEqual(1_800_000);
  expect(waited).toBeLessThan(1_801_000 + 10_000);
});

test('a Retry-After of nothing does not undo the back-off', async () => {
  const times = 8;
  await kit.operator.fault({ path: CREDIT, times, answer: { status: 503, headers: { 'retry-after': '0' } } });
  const run = await kit.start(creditsOnce, referral);
  const attempts = (await run.end()).journal.filter((line) => line.what === 'attempt');
  const delays = attempts
    .slice(0, times)
    .map((line) => Date.parse(line.detail?.['next'] as string) - Date.parse(line.at));
  // Eight delays, each drawn between nothing and 1 s, 2 s … 128 s: their sum is below 2 s once in 10^9 runs.
  expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeGreaterThan(2_000);
});

test('a call that its patience leaves undelivered waits for a person, since it moves money', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1_000, answer: { status: 503, headers: { 'retry-after': '3600' } } });
  const run = await kit.start(creditsOnce, referral);
  await kit.sleep('74 hours');
  expect((await run.state()).parked).toEqual([]);
  await kit.sleep('2 hours');
  const state = await run.until((now) => now.parked.length > 0);
  expect(state).toMatchObject({
    status: 'open',
    waitingFor: ['a person'],
    parked: [
      {
        action: 'credit-referrer',
        destination: 'operator',
        reason: expect.stringMatching(/^patience ended: 503/),
        maybeSent: true,
        value: { amount: '1.00', currency: 'EUR' },
        decisions: ['retry', 'delivered', 'skip'],
      },
    ],
  });
  const keys = new Set((await run.sent()).map((request) => request.headers['idempotency-key']));
  expect(keys.size).toBe(1);
  await run.resolve({ decision: 'skip', moneyMoved: 'unknown' });
  expect((await run.end()).outcome).toMatch(/^abandoned: .*money moved: unknown$/);
});

test('what the other side refuses is an outcome, and the story goes on', async () => {
  const run = await kit.start(cancelsBonus, referral);
  expect((await run.end()).outcome).toMatch(/^refused/);
  expect(await run.sent()).toHaveLength(1);
});

test('a call that the catalogue refuses ends before anything is sent', async () => {
  const run = await kit.start(creditsNonsense, referral);
  expect((await run.end()).outcome).toMatch(/^refused: .*amount/);
  expect(await run.sent()).toEqual([]);
});

test('a second call of one action has a name and a key of its own; a second call of the same name is refused by name', async () => {
  const run = await kit.start(creditsThrice, referral);
  const state = await run.end();
  expect(state).toMatchObject({ status: 'failed', stage: 'delivered and delivered' });
  expect(state.outcome).toMatch(/two calls.*'credit-referrer'/);
  const keys = (await run.sent()).map((request) => request.headers['idempotency-key']);
  expect(new Set(keys).size).toBe(2);
});

test('a call under too long a name is refused by name', async () => {
  const state = await (await kit.start(namesTooLong, referral)).end();
  expect(state).toMatchObject({ status: 'failed', calls: [] });
  expect(state.outcome).toContain('at most 128 characters');
});

test('while a call backs off, the state says when the next attempt is due', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 429, headers: { 'retry-after': '600' } } });
  const run = await kit.start(creditsOnce, referral);
  const state = await run.until(atRest);
  expect(state).toMatchObject({ status: 'open', calls: [{ status: 'open', attempts: 1 }] });
  expect(state.until).toBe(state.calls[0]?.nextAttemptAt);
  await run.end();
});
