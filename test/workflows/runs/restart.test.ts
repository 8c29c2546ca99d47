import { expect, test } from 'vitest';
import { atRest, useJourneyKit } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { plainCalls } from '../../support/plain-calls.js';
import { restarts } from '../journeys/index.js';

const kit = useJourneyKit({ change: plainCalls });

const CREDIT = '/bonus/credit/funds';
const fiftyEuro = { amount: { amount: '50.00', currency: 'EUR' } };
const entry = { settings: { changed: true }, catalogue: 'new-hash' };
const restart = (run: KitRun, id: string) => run.deliver('player.referred', { referrerId: id }, { id, entry });

/** A run that has to ask a person before it can restart. */
async function startParked(): Promise<KitRun> {
  await kit.operator.fault({ path: CREDIT, times: 1, answer: { status: 404 } });
  const run = await kit.start(restarts, { referrerId: 'anna' });
  await run.until((state) => state.parked.length > 0);
  return run;
}

test('a restarted run compensates, and begins anew with the new event, settings and memo, and its state as previous', async () => {
  const run = await kit.start(restarts, { referrerId: 'anna' });
  const before = await run.until(atRest);
  await restart(run, 'bert');
  const state = await run.nextLife();
  expect(state).toMatchObject({
    status: 'open',
    startedBy: { id: 'bert' },
    settings: { changed: true },
    catalogue: 'new-hash',
    previous: { status: 'exited', outcome: 'restarted by player.referred', startedBy: before.startedBy },
  });
  expect(state.previous?.calls.map((call) => call.step)).toEqual(['credit-referrer', 'cancel-bonus']);
  expect((await run.handle.describe()).memo).toMatchObject({ startedBy: { id: 'bert' } });
  await run.deliver('deposit.made', fiftyEuro, { id: 'deposit' });
  expect(await run.end()).toMatchObject({ outcome: 'deposit deposit, for bert' });
  const keys = new Set((await kit.operator.callbacks()).map((request) => request.headers['idempotency-key']));
  expect(keys.size).toBe(3);
});

test('the same start event again is ignored in the new life', async () => {
  const run = await kit.start(restarts, { referrerId: 'anna' });
  await run.until(atRest);
  await restart(run, 'bert');
  await run.nextLife();
  await restart(run, 'bert');
  expect(await run.end()).toMatchObject({
    startedBy: { id: 'bert' },
    ignored: { 'player.referred: heard already': 1 },
  });
});

test('what came before the restart is not heard in the new life; what comes while it restarts is', async () => {
  const run = await startParked();
  await run.deliver('deposit.made', fiftyEuro, { id: 'before' });
  await restart(run, 'bert');
  await run.deliver('deposit.made', fiftyEuro, { id: 'meanwhile' });
  await run.until((state) => state.status === 'exiting');
  await run.resolve({ decision: 'skip', moneyMoved: 'no' });
  expect(await run.end()).toMatchObject({ outcome: 'deposit meanwhile, for bert' });
});

test('an exit while a run restarts wins: the player is not entered again', async () => {
  const run = await startParked();
  await restart(run, 'bert');
  await run.deliver('player.excluded', {});
  await run.until((state) => state.status === 'exiting');
  await run.resolve({ decision: 'skip', moneyMoved: 'no' });
  expect(await run.end()).toMatchObject({ status: 'exited', outcome: 'exited on player.excluded', previous: null });
});

test('cancelling a run while it restarts wins, too', async () => {
  const run = await startParked();
  await restart(run, 'bert');
  await run.cancel();
  await run.until((state) => state.status === 'exiting');
  await run.resolve({ decision: 'skip', moneyMoved: 'no' });
  expect(await run.end()).toMatchObject({ status: 'cancelled', previous: null });
});

test('of two start events while a run restarts, the later one begins the new life', async () => {
  const run = await startParked();
  await restart(run, 'bert');
  await restart(run, 'carl');
  await run.until((state) => state.status === 'exiting');
  await run.resolve({ decision: 'skip', moneyMoved: 'no' });
  await run.nextLife();
  expect(await run.end()).toMatchObject({ startedBy: { id: 'carl' } });
});
