import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonBytes } from '../../../workflows/bounded.js';
import { type JourneyKit, lines, startJourneyKit } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { plainCalls } from '../../support/plain-calls.js';
import { hoards, pilesUp } from '../journeys/index.js';

let kit: JourneyKit;
beforeAll(async () => {
  kit = await startJourneyKit({ change: plainCalls });
});
afterAll(() => kit.close());

const referral = { referrerId: 'anna' };
const fiftyEuro = { amount: { amount: '50.00', currency: 'EUR' } };

async function deliverMany(run: KitRun, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 50) {
    const batch = Array.from({ length: Math.min(50, to - start) }, (_, index) => `deposit-${start + index}`);
    await Promise.all(batch.map((id) => run.deliver('deposit.made', fiftyEuro, { id })));
  }
}

test('of each type the last 100 unconsumed events are kept, and a drop is journalled', async () => {
  const run = await kit.start(pilesUp, referral);
  for (let number = 0; number < 103; number++) await run.deliver('deposit.made', fiftyEuro, { id: `d-${number}` });
  await run.deliver('withdrawal.cancelled', { withdrawalId: 'w-1' });
  const state = await run.end();
  expect(state.outcome).toBe('100: d-3 to d-102');
  expect(lines(state, 'dropped')).toHaveLength(3);
});

test('a run takes 5,000 events and then is full: it asks for a person, takes no more, and still exits', async () => {
  const run = await kit.start(pilesUp, referral);
  await deliverMany(run, 0, 5_000);
  expect(await run.until((state) => state.eventsTaken === 5_000)).toMatchObject({ needsAttention: [] });
  await deliverMany(run, 5_000, 5_003);
  const full = await run.until((state) => state.needsAttention.length > 0);
  expect(full).toMatchObject({ status: 'open', eventsTaken: 5_000, needsAttention: ['full'] });
  expect(lines(full, 'full')).toHaveLength(1);
  await run.deliver('player.excluded', {});
  const state = await run.end();
  expect(state).toMatchObject({ status: 'exited', ignored: { 'deposit.made: the run is full': 3 } });
  expect(jsonBytes(state)).toBeLessThan(512 * 1024);
}, 120_000);

test('the state of a run that hoards stays below 512 kB', async () => {
  const run = await kit.start(hoards, referral);
  await run.until((state) => state.waitingFor.includes('deposit.made'));
  await deliverMany(run, 0, 150);
  await run.deliver('player.excluded', {});
  const state = await run.end();
  expect(state.status).toBe('exited');
  expect(state.calls).toHaveLength(200);
  expect(state.journalDropped).toBeGreaterThan(0);
  expect(jsonBytes(state)).toBeLessThan(512 * 1024);
}, 60_000);
