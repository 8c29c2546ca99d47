import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closedState, eventOf, kinds, newPlayer, only, type Routing, startRouting, until } from '../support/routing.js';
import { routeOnce } from '../workflows/routing-journeys.js';

let place: Routing;
beforeAll(async () => {
  place = await startRouting();
  await place.work();
});
afterAll(() => place.close());

it('a run that was paused in Temporal is open everywhere, and listed until it is unpaused', async () => {
  const product = place.journeys([routeOnce]);
  const playerId = newPlayer();
  const referred = eventOf('player.referred', playerId);
  // This server learns of a new namespace's search attributes after a moment; until then an event is sent again.
  const decisions = await until(
    () => product.accept(referred).catch(() => []),
    ({ length }) => length > 0,
  );
  const { id } = only(decisions, 'started');
  await until(
    () => product.explain(id),
    ({ waitingFor }) => waitingFor !== null,
  );
  const about = { namespace: place.namespace, workflowId: id, identity: 'olga', reason: 'looks odd' };
  await place.client.workflowService.pauseWorkflowExecution({ ...about, requestId: randomUUID() });

  const paused = () => product.attention.list({ brand: 'lucky', kind: 'paused-run', limit: 10 });
  const { items } = await until(paused, (page) => page.items.length > 0);
  expect(items).toMatchObject([{ id, playerId, reason: 'paused in Temporal by olga: looks odd' }]);
  expect(items[0]?.since).not.toBeNull();
  expect((await product.list({ brand: 'lucky', status: 'open', limit: 10 })).runs).toMatchObject([{ id }]);
  expect((await product.inUse('lucky')).journeys).toEqual([{ name: 'route-once', runs: 1 }]);
  expect(await product.explain(id)).toMatchObject({ id, closedAt: null, state: null, needsAttention: true });

  expect(kinds(await product.accept(eventOf('player.excluded', playerId)))).toEqual(['signalled']);
  await place.client.workflowService.unpauseWorkflowExecution({ ...about, requestId: randomUUID() });
  expect(await closedState(place.client, id)).toMatchObject({ status: 'exited' });
  await until(paused, (page) => page.items.length === 0);
});
