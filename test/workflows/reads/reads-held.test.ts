import { expect, test } from 'vitest';
import { isForHold, WAYPOST } from '../../../workflows/contracts/keepers/hold.js';
import { holdReleased } from '../../../workflows/contracts/messages.js';
import { cancelBonusOnWithdrawal } from '../../../workflows/journeys/index.js';
import { lines, useJourneyKit } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { asksForBonus, creditsFunds } from '../journeys/index.js';

const kit = useJourneyKit();

const HOLD = 'auto:destination:operator';
const BLOCKS = '/userblocks/*';
const BONUS = '/bonus/active';

const refuse = (path: string, status = 401) => kit.operator.fault({ path, times: 1_000, answer: { status } });
const waits = (run: KitRun) => run.until((state) => state.waitingFor.some(isForHold));

/** Puts the key right and releases the hold. */
async function mend(path: string, ...runs: readonly KitRun[]): Promise<void> {
  await kit.operator.fault({ path, times: 0, answer: {} });
  kit.holds.release('lucky');
  const released = {
    id: HOLD,
    scope: 'destination',
    name: 'operator',
    by: 'dana',
    at: new Date().toISOString(),
  } as const;
  for (const run of runs) await run.handle.signal(holdReleased, released);
}

test('a wrong key behind a guard is one hold; each call waits for it by name, and goes when it is released', async () => {
  await refuse(BLOCKS);
  const runs = [];
  for (const referrerId of ['anna', 'ben']) {
    const run = await kit.start(creditsFunds, { referrerId });
    const state = await waits(run);
    runs.push(run);
    expect(state.waitingFor).toEqual([`a hold: ${HOLD}`]);
    expect(state.calls).toMatchObject([{ status: 'open', reason: expect.stringContaining('LUCKY_OPERATOR_KEY') }]);
  }
  expect(kit.holds.current('lucky')).toMatchObject([{ id: HOLD, by: WAYPOST }]);
  expect(await kit.operator.requests()).toHaveLength(1);
  await mend(BLOCKS, ...runs);
  for (const run of runs) expect(await run.end()).toMatchObject({ calls: [{ status: 'delivered' }] });
});

test('a lookup waits by name, and its journal says so after the first try', async () => {
  await refuse(BONUS, 403);
  const withdrawal = { withdrawalId: 'w-1', amount: { amount: '5.00', currency: 'EUR' } };
  const run = await kit.start(cancelBonusOnWithdrawal, withdrawal, { key: 'w-1' });
  const state = await waits(run);
  expect(lines(state, 'held')).toEqual([
    expect.stringMatching(/^held: active-bonus waits: held by waypost .*LUCKY_OPERATOR_KEY/),
  ]);
  await mend(BONUS, run);
  expect(lines(await run.end(), 'held', 'released', 'looked-up')).toEqual([
    expect.stringContaining('active-bonus waits'),
    `released: the hold ${HOLD} is released by dana`,
    'looked-up: active-bonus',
  ]);
});

test('the hour of a lookup stands still while its destination is held; a time that the story names does not', async () => {
  await refuse(BONUS);
  const withdrawal = { withdrawalId: 'w-2', amount: { amount: '5.00', currency: 'EUR' } };
  const patient = await kit.start(cancelBonusOnWithdrawal, withdrawal, { key: 'w-2' });
  await waits(patient);
  const hasty = await kit.start(asksForBonus, { referrerId: 'anna' });
  await waits(hasty);
  await kit.sleep('3 hours');
  expect(await hasty.end()).toMatchObject({
    status: 'failed',
    outcome: expect.stringMatching(/within 10 minutes: held by waypost/),
  });
  await waits(patient);
  await mend(BONUS, patient);
  expect(await patient.end()).toMatchObject({ status: 'ended' });
});

test('a lookup that is not answered journals why, once, and shows which destination it waits for', async () => {
  await kit.operator.fault({ path: BONUS, times: 4, answer: { status: 503 } });
  const run = await kit.start(asksForBonus, { referrerId: 'anna' });
  const state = await run.until(({ waitingFor }) => waitingFor.length > 0);
  expect(state.waitingFor).toEqual(['a destination: operator']);
  expect(lines(await run.end(), 'waiting-answer')).toEqual([
    'waiting-answer: active-bonus waits for an answer: the lookup active-bonus has no answer: answered with status 503',
  ]);
});

test('one that exits while it waits is not asked again', async () => {
  await refuse(BONUS);
  const run = await kit.start(asksForBonus, { referrerId: 'anna' });
  await waits(run);
  await run.deliver('player.excluded', {});
  expect(await run.end()).toMatchObject({ status: 'exited' });
});
