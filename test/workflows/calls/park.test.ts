import { describe, expect, test } from 'vitest';
import type { Resolution } from '../../../workflows/contracts/calls/call.js';
import { lines, useJourneyKit } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { plainCalls } from '../../support/plain-calls.js';
import { creditsOnce } from '../journeys/index.js';

const kit = useJourneyKit({ change: plainCalls });

const CREDIT = '/bonus/credit/funds';

/** A run whose only call is parked by its first answers. */
async function startParked(times = 1): Promise<{ run: KitRun; callKey: string }> {
  await kit.operator.fault({ path: CREDIT, times, answer: { status: 404 } });
  const run = await kit.start(creditsOnce, { referrerId: 'anna' });
  const { parked } = await run.until((state) => state.parked.length > 0);
  // Five such answers in a row hold the action, and these tests give that many.
  kit.holds.release('lucky');
  return { run, callKey: parked[0]?.callKey ?? '' };
}

const type = (name: string) => ({ cause: { type: name } });

test('a parked call waits for a person as long as it takes', async () => {
  const { run, callKey } = await startParked();
  await kit.sleep('100 days');
  const state = await run.state();
  expect(state).toMatchObject({
    status: 'open',
    waitingFor: ['a person'],
    needsAttention: [`parked: ${callKey}`],
    calls: [{ callKey, status: 'parked', attempts: 1 }],
  });
  expect(lines(state, 'parked')).toEqual([
    expect.stringContaining('credit-referrer of 1.00 EUR waits for a person: 404'),
  ]);
  await run.resolve({ decision: 'skip', moneyMoved: 'no' });
  await run.end();
});

test("what Temporal's UI shows of it, filled in, is what decides", async () => {
  const { run, callKey } = await startParked();
  const { currentDetails } = await run.handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  const typed = [...currentDetails.matchAll(/^- .*: `(.*)`$/gm)].map(([, json = '']) => JSON.parse(json) as Resolution);
  expect(typed).toMatchObject([{ decision: 'retry' }, { decision: 'delivered' }, { decision: 'skip' }]);
  for (const asItStands of typed) {
    await expect(run.handle.executeUpdate('resolveCall', { args: [asItStands] })).rejects.toMatchObject({
      cause: { type: 'DecisionNotPossible', details: ['by'] },
    });
  }
  const delivered = { ...typed[1], by: 'olga' };
  await expect(run.handle.executeUpdate('resolveCall', { args: [delivered] })).rejects.toMatchObject({
    cause: { type: 'DecisionNotPossible', details: ['reference'] },
  });
  await run.handle.executeUpdate('resolveCall', { args: [{ ...delivered, reference: 'G-1' }] });
  const state = await run.end();
  expect(state).toMatchObject({
    outcome: 'delivered: found delivered by unverified: olga',
    resolutions: [{ callKey }],
  });
});

test('retry sends the original key and bytes', async () => {
  const { run, callKey } = await startParked();
  await run.resolve({ decision: 'retry' });
  expect(await run.end()).toMatchObject({
    outcome: expect.stringMatching(/^delivered/),
    needsAttention: [],
    parked: [],
  });
  const [first, second] = await run.sent();
  expect(second?.headers).toMatchObject({ 'idempotency-key': callKey, 'webhook-id': callKey });
  expect(second?.rawBody).toBe(first?.rawBody);
});

test('delivered settles the call with the reference of the person who found it, and sends nothing', async () => {
  const { run } = await startParked();
  await run.resolve({ decision: 'delivered', by: 'olga', reference: 'grant-7', note: 'seen in the back office' });
  const state = await run.end();
  expect(state.outcome).toMatch(/^delivered: .*olga$/);
  expect(state.resolutions).toMatchObject([{ decision: 'delivered', by: 'olga', reference: 'grant-7' }]);
  expect(lines(state, 'resolved')).toEqual([
    expect.stringMatching(/delivered by olga.*grant-7.*seen in the back office$/),
  ]);
  expect(await run.sent()).toHaveLength(1);
});

test('skip gives the call up, and says whether money moved', async () => {
  const { run } = await startParked();
  await run.resolve({ decision: 'skip', moneyMoved: 'no' });
  expect(await run.end()).toMatchObject({ outcome: expect.stringMatching(/^abandoned: .*tester, money moved: no$/) });
});

test('a key that is not parked is rejected by name', async () => {
  const { run } = await startParked();
  const callKey = 'wp_aaaaaaaaaaaaaaaaaaaaaaaaaa';
  await expect(run.resolve({ decision: 'retry', callKey })).rejects.toMatchObject({
    cause: { type: 'CallNotParked', message: expect.stringContaining(callKey) },
  });
  await run.resolve({ decision: 'skip', moneyMoved: 'no' });
  await run.end();
});

test('a decision that there is not, and words that are too long, are rejected', async () => {
  const { run } = await startParked();
  await expect(run.resolve({ decision: 'banana' as 'retry' })).rejects.toMatchObject({
    cause: { type: 'DecisionNotPossible', message: expect.stringContaining('no such decision: banana') },
  });
  await expect(run.resolve({ decision: 'skip', note: 'x'.repeat(2_000) })).rejects.toMatchObject({
    cause: { type: 'DecisionNotPossible', message: expect.stringContaining('note is too long') },
  });
  const names = { by: '負'.repeat(128), order: '責'.repeat(128) };
  expect(await run.resolve({ decision: 'skip', moneyMoved: 'no', ...names })).toMatchObject(names);
  await run.end();
});

describe('a decision that somebody types by hand', () => {
  const faults = (callKey: string): [field: string, typed: unknown, told: string][] => {
    const right = { callKey, decision: 'skip', moneyMoved: 'no', by: 'dana' };
    return [
      ['callKey', null, 'one JSON object, such as {'],
      ['callKey', callKey, 'one JSON object, such as {'],
      ['callKey', [right], 'one JSON object, such as {'],
      ['callKey', { decision: 'skip', by: 'dana' }, 'callKey is missing'],
      ['decision', { callKey, by: 'dana' }, 'decision is missing'],
      ['by', { callKey, decision: 'skip' }, 'by is missing'],
      ['by', { ...right, by: '' }, 'by must be a text'],
      ['by', { ...right, by: { name: 'dana' } }, 'by must be a text'],
      ['callKey', { ...right, callKey: 7 }, 'callKey must be a text'],
      ['note', { ...right, note: null }, 'note must be a text'],
      ['decision', { ...right, moneyMoved: undefined, decision: 'Retry' }, 'no such decision: Retry'],
      ['moneyMoved', { ...right, moneyMoved: 'yes' }, 'moneyMoved must be no or unknown'],
      ['moneyMoved', { ...right, moneyMoved: false }, 'moneyMoved must be a text'],
      ['moneyMoved', { ...right, decision: 'retry' }, 'moneyMoved goes with skip alone'],
      ['reference', { ...right, reference: 'G-1' }, 'reference goes with delivered alone'],
      ['since', { ...right, since: 'yesterday' }, 'since must be the instant'],
      ['moneymoved', { ...right, moneymoved: 'no' }, 'no field moneymoved'],
    ];
  };

  test('is refused with the field that is wrong, and what to do; nothing is recorded', async () => {
    const { run, callKey } = await startParked();
    for (const [field, typed, told] of faults(callKey)) {
      const update = run.handle.executeUpdate('resolveCall', { args: [typed] });
      await expect(update).rejects.toMatchObject({
        cause: { type: 'DecisionNotPossible', message: expect.stringContaining(told), details: [field] },
      });
    }
    await expect(run.handle.executeUpdate('resolveCall')).rejects.toMatchObject(type('DecisionNotPossible'));
    expect(await run.state()).toMatchObject({ parked: [{ callKey }], resolutions: [] });
    await run.handle.executeUpdate('resolveCall', { args: [{ callKey, decision: 'skip', by: 'dana' }] });
    const state = await run.end();
    expect(state).toMatchObject({ outcome: 'abandoned: skipped by unverified: dana' });
    expect(state.resolutions).toMatchObject([{ by: 'unverified: dana' }]);
    expect(lines(state, 'resolved')).toEqual(['resolved: resolved as skip by unverified: dana']);
  });
});

test('a decision on what was parked before does not reach a call that was parked anew', async () => {
  const { run } = await startParked(2);
  const first = (await run.state()).parked[0]?.since ?? '';
  await run.resolve({ decision: 'retry', since: first.replace('Z', '+00:00') });
  await run.until((state) => state.parked[0]?.attempts === 2);
  await expect(run.resolve({ decision: 'retry', since: first })).rejects.toMatchObject({
    cause: { type: 'AlreadyResolved', message: expect.stringContaining('was parked again at') },
  });
  expect(await run.sent()).toHaveLength(2);
  await run.resolve({ decision: 'skip', moneyMoved: 'no' });
  await run.end();
});

test('on a resolved call, another decision is rejected and the same one gets the first answer', async () => {
  const { run, callKey } = await startParked();
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 429, headers: { 'retry-after': '600' } } });
  const first = await run.resolve({ decision: 'retry', by: 'olga' });
  await run.until((state) => state.calls[0]?.attempts === 2);

  expect(await run.resolve({ decision: 'retry', by: 'piet', callKey })).toEqual(first);
  await expect(run.resolve({ decision: 'delivered', callKey })).rejects.toMatchObject(type('AlreadyResolved'));
  const state = await run.end();
  expect(state.resolutions).toEqual([first]);
  expect(lines(state, 'resolved')).toHaveLength(1);
});

test('a call that is parked again after a retry can be resolved anew', async () => {
  const { run } = await startParked(2);
  await run.resolve({ decision: 'retry' });
  await run.until((state) => state.parked[0]?.attempts === 2);
  await run.resolve({ decision: 'retry' });
  expect(await run.end()).toMatchObject({ outcome: expect.stringMatching(/^delivered/), calls: [{ attempts: 3 }] });
});
