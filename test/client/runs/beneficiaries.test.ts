import { expect, it } from 'vitest';
import type { RunFilter } from '../../../client/journey-client.js';
import { createRunFinder } from '../../../client/runs/list-runs.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { eventOf, newPlayer, only, useRouting, until } from '../../support/routing.js';
import { routeRefers } from '../../workflows/routing-journeys.js';

quietRuntime();
const routing = useRouting();

const list = (filter: Partial<RunFilter>) => routing.journeys([]).list({ brand: 'lucky', limit: 50, ...filter });

it('a list by player has the runs whose calls are for that player, and says so; no event of that player reaches them', async () => {
  await routing.operator.fault({ path: '/bonus/credit/funds', times: 1, answer: { status: 404 } });
  const [playerId, referrer] = [newPlayer(), newPlayer()];
  const journeys = routing.journeys([routeRefers]);
  const { id } = only(
    await journeys.accept(eventOf('player.referred', playerId, { data: { referrerId: referrer } })),
    'started',
  );
  const { items } = await until(
    () => journeys.attention.list({ brand: 'lucky', playerId: referrer, limit: 10 }),
    (page) => page.items.length > 0,
  );
  expect(items).toMatchObject([
    { id, playerId, beneficiaries: [referrer], call: { playerId: referrer, value: { amount: '1.00' } } },
  ]);
  expect((await list({ playerId: referrer })).runs).toMatchObject([
    { id, playerId, beneficiaries: [referrer], matchedBy: 'beneficiary' },
  ]);
  expect((await list({ playerId })).runs).toMatchObject([{ id, matchedBy: 'player' }]);
  expect((await list({ playerId: referrer, brand: 'royal' })).runs).toEqual([]);
  const search = { brand: 'lucky', playerId: referrer, journeys: ['route-refers'] };
  expect(await createRunFinder(routing.client).findOpenRuns(search)).toEqual([]);
});
