import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Attention, AttentionItem } from '../../../client/attention/attention.js';
import { money, parkCall } from '../../support/parked-calls.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { eventOf, newPlayer, until } from '../../support/routing.js';
import { routeFails, routeStumbles } from '../../workflows/routing-journeys.js';
import { type Encrypting, startEncrypting } from '../codec/encrypting.js';
import { fileKey } from '../codec/test-keys.js';

quietRuntime();
let place: Encrypting;
let attention: Attention;
beforeAll(async () => {
  place = await startEncrypting(fileKey('lucky-1', 1, 'lucky'), fileKey('general', 2));
  ({ attention } = place.journeys([]));
  await place.work();
});
afterAll(() => place.close());

/** The first item about a player. A cluster lists a stuck run after its fifth failure. */
async function itemOf(playerId: string): Promise<AttentionItem | undefined> {
  const { items } = await until(
    () => attention.list({ brand: 'lucky', playerId, limit: 50 }),
    (page) => page.items.length > 0,
    90_000,
  );
  return items[0];
}

it('what is encrypted in Temporal is read by who may: memos, and why runs are stuck or have failed', async () => {
  const [parked, stuck, failed] = [newPlayer(), newPlayer(), newPlayer()];
  const { callKey } = await parkCall(place.client, { playerId: parked, ...money('7.00') });
  for (const [journey, playerId] of [
    [routeStumbles, stuck],
    [routeFails, failed],
  ] as const) {
    const product = place.journeys([journey]);
    await product.accept(eventOf('player.referred', playerId));
    await product.accept(eventOf('deposit.made', playerId));
  }
  expect(await itemOf(parked)).toMatchObject({ call: { callKey, value: { amount: '7.00', currency: 'EUR' } } });
  expect(await itemOf(failed)).toMatchObject({ kind: 'failed-run', reason: 'failed: the deposit was too much' });
  expect(await itemOf(stuck)).toMatchObject({
    kind: 'stuck-run',
    reason: expect.stringMatching(/^undefined is not a function/) as string,
  });
  const all = await attention.resolveAll({
    ...{ brand: 'lucky', id: 'all', by: 'ann', filter: { action: 'credit-bonus-funds' } },
    ...{ decision: 'delivered', perSecond: 50 },
  });
  expect(all.given).toBe(true);
  const { progress } = await until(
    () => attention.progress('lucky', 'all'),
    (status) => status.progress.finished !== null,
  );
  expect(progress).toMatchObject({ found: 1, done: 1 });
});
