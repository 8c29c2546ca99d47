import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Journey } from '../../../workflows/runs/journey.js';
import { eventOf, newPlayer, only, type Routing, startRouting, until } from '../../support/routing.js';
import { routeCalls, routeKeyed, routeOnce } from '../../workflows/routing-journeys.js';

let routing: Routing;
beforeAll(async () => {
  routing = await startRouting();
});
afterAll(() => routing.close());

/** A journey whose entry says that it uses these. */
function using(journey: Journey, ...uses: string[]): Journey {
  return { ...journey, entry: { ...journey.entry, uses } } as unknown as Journey;
}

const nothing = { journeys: [], rules: [], actions: [], lookups: [], destinations: [] };

it('where no run is open, nothing is in use', async () => {
  expect(await routing.journeys([routeOnce]).inUse('lucky')).toEqual(nothing);
});

it('open runs use their journeys, rules, and what these say that they use; closed ones and other brands do not count', async () => {
  const client = routing.journeys([using(routeOnce, 'credit-referrer', 'active-bonus'), routeKeyed]);
  for (let run = 0; run < 3; run += 1) await client.accept(eventOf('player.referred', newPlayer()));
  await client.accept(eventOf('withdrawal.requested', newPlayer()));
  await client.accept(eventOf('player.referred', newPlayer(), { brand: 'royal' }));
  const closed = only(await client.accept(eventOf('player.referred', newPlayer())), 'started');
  await routing.client.workflow.getHandle(closed.id).terminate();
  const order = { brand: 'lucky', trigger: 'event' as const, playerId: newPlayer(), id: 'fired-by-hand' };
  const data = { points: 5, tier: 'gold', status: 'on' };
  await client.fire({ ...order, rule: 'loyalty-sync', data });
  const inUse = await until(
    () => client.inUse('lucky'),
    ({ journeys, rules }) => journeys.some(({ runs }) => runs === 3) && journeys.length === 2 && rules.length === 1,
  );
  expect(inUse).toEqual({
    journeys: [
      { name: 'route-keyed', runs: 1 },
      { name: 'route-once', runs: 3 },
    ],
    rules: [{ name: 'loyalty-sync', runs: 1 }],
    actions: [
      { name: 'credit-referrer', runs: 3 },
      { name: 'sync-points', runs: 1 },
      { name: 'sync-status', runs: 1 },
      { name: 'sync-tier', runs: 1 },
    ],
    lookups: [{ name: 'active-bonus', runs: 3 }],
    destinations: [{ name: 'operator', runs: 4 }],
  });
  const royal = await until(
    () => client.inUse('royal'),
    ({ journeys }) => journeys.length > 0,
  );
  expect(royal.journeys).toEqual([{ name: 'route-once', runs: 1 }]);
});

it('a parked call uses its action, also where the entry says nothing of it', async () => {
  await routing.work();
  await routing.operator.fault({ path: '/bonus/cancel', times: 1, answer: { status: 404 } });
  const client = routing.journeys([routeCalls]);
  await client.accept(eventOf('player.referred', newPlayer(), { brand: 'royal' }));
  const { actions, destinations } = await until(
    () => client.inUse('royal'),
    (inUse) => inUse.actions.some(({ name }) => name === 'cancel-bonus'),
  );
  expect(actions).toContainEqual({ name: 'cancel-bonus', runs: 1 });
  expect(destinations).toContainEqual({ name: 'operator', runs: 1 });
  const said = await routing.journeys([using(routeCalls, 'cancel-bonus')]).inUse('royal');
  expect(said.actions).toContainEqual({ name: 'cancel-bonus', runs: 1 });
});
