import { expect, test } from 'vitest';
import { journeyState, resolveCall } from '../../../workflows/contracts/messages.js';
import { callRunId } from '../../../workflows/contracts/names.js';
import type { RunState } from '../../../workflows/contracts/runs/run.js';
import { lines, useJourneyKit } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { waitsTwoHours } from '../journeys/index.js';

const kit = useJourneyKit();

const CREDIT = '/bonus/credit/funds';
const down = (times: number) => kit.operator.fault({ path: CREDIT, times, answer: { status: 503 } });

/** The run in which the only call of a story lives on. */
async function callOf(run: KitRun) {
  const { calls } = await run.state();
  const key = calls[0]?.callKey ?? '';
  const handle = kit.client.workflow.getHandle(callRunId('lucky', key));
  return { key, handle, end: () => handle.result() as Promise<RunState> };
}

test('a call that is settled within its time answers with its outcome, and has no run of its own', async () => {
  const run = await kit.start(waitsTwoHours, { referrerId: 'anna' });
  expect((await run.end()).outcome).toBe('delivered');
  await expect((await callOf(run)).handle.describe()).rejects.toThrow(/not found/i);
});

test('when the time is over the story goes on with `pending`, and the call lives on with the same key and bytes', async () => {
  await down(1_000);
  const run = await kit.start(waitsTwoHours, { referrerId: 'anna' });
  const story = await run.end();
  expect(story).toMatchObject({ status: 'ended', outcome: 'pending', calls: [{ status: 'pending' }], parked: [] });
  expect(lines(story, 'handed-over')).toEqual([
    expect.stringMatching(/^handed-over: credit-bonus-funds of 1.00 EUR: pending/),
  ]);
  await down(0);
  const call = await callOf(run);
  const state = await call.end();
  expect(state.outcome).toMatch(/^delivered: 200/);
  const sent = await run.sent();
  expect(new Set(sent.map(({ rawBody }) => rawBody)).size).toBe(1);
  expect(state.calls).toMatchObject([{ callKey: call.key, attempts: sent.length, status: 'delivered' }]);
  expect(await kit.operator.ledger()).toHaveLength(1);
});

test('the patience of a call counts from its decision, also in a run of its own', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1_000, answer: { status: 503, headers: { 'retry-after': '3600' } } });
  const run = await kit.start(waitsTwoHours, { referrerId: 'anna' });
  expect((await run.end()).outcome).toBe('pending');
  const { handle, key } = await callOf(run);
  await kit.sleep('71 hours');
  expect((await handle.query(journeyState)).parked).toEqual([]);
  await kit.sleep('3 hours');
  expect((await handle.query(journeyState)).parked).toMatchObject([{ callKey: key, maybeSent: true }]);
  const resolution = { callKey: key, decision: 'delivered', by: 'tester' } as const;
  await handle.executeUpdate(resolveCall, { args: [resolution] });
  expect(((await handle.result()) as RunState).outcome).toBe('delivered: found delivered by unverified: tester');
});

test('a call that is parked when the time is over is parked in its own run', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 404 } });
  const run = await kit.start(waitsTwoHours, { referrerId: 'anna' });
  await run.until((state) => state.parked.length > 0);
  const story = await run.end();
  expect(story).toMatchObject({ outcome: 'pending', parked: [], needsAttention: [] });
  const { handle, key, end } = await callOf(run);
  const waits = async (): Promise<RunState> => {
    const state = await handle.query(journeyState);
    return state.parked.length > 0 ? state : waits();
  };
  expect((await waits()).parked).toMatchObject([{ callKey: key, decisions: ['retry', 'delivered', 'skip'] }]);
  await handle.executeUpdate(resolveCall, { args: [{ callKey: key, decision: 'retry', by: 'tester' }] });
  expect((await end()).outcome).toMatch(/^delivered/);
  expect(await kit.operator.ledger()).toHaveLength(1);
});

test('an exit within the time cuts the call off as ever: it has no run of its own', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1_000, answer: { status: 429, headers: { 'retry-after': '3600' } } });
  const run = await kit.start(waitsTwoHours, { referrerId: 'anna' });
  await run.until((state) => (state.calls[0]?.attempts ?? 0) > 0);
  await run.deliver('player.excluded', {});
  expect(await run.end()).toMatchObject({ status: 'exited', calls: [{ status: 'abandoned', reason: 'exited' }] });
  await expect((await callOf(run)).handle.describe()).rejects.toThrow(/not found/i);
});

test('an exit within the time waits for an attempt that is on the wire, and a person is asked what became of it', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { delayMs: 1_000, cut: 'after-processing' } });
  const run = await kit.start(waitsTwoHours, { referrerId: 'anna' });
  await expect.poll(() => kit.operator.callbacks(), { timeout: 10_000 }).toHaveLength(1);
  await run.deliver('player.excluded', {});
  const state = await run.until(({ parked, outcome }) => parked.length > 0 || outcome !== null);
  expect(state).toMatchObject({ status: 'exiting', parked: [{ maybeSent: true, decisions: ['delivered', 'skip'] }] });
  const { callKey = '' } = state.parked[0] ?? {};
  await run.resolve({ callKey, decision: 'delivered', by: 'tester' });
  expect(await run.end()).toMatchObject({ status: 'exited', calls: [{ status: 'delivered' }] });
});

test('what lives on while its story is paused would not be paused: it is handed over when the story goes on', async () => {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 503, headers: { 'retry-after': '3600' } } });
  const run = await kit.start(waitsTwoHours, { referrerId: 'anna' });
  await run.until((state) => (state.calls[0]?.attempts ?? 0) > 0);
  await run.pause();
  await kit.sleep('1 day');
  expect(await run.state()).toMatchObject({ status: 'paused', calls: [{ status: 'open' }] });
  expect(await run.sent()).toHaveLength(1);
  await run.resume();
  expect((await run.end()).outcome).toBe('pending');
  expect((await (await callOf(run)).end()).outcome).toMatch(/^delivered/);
});
