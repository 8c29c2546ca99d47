import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createJourneyClient } from '../../../client/create-journey-client.js';
import { resolveCall } from '../../../workflows/contracts/messages.js';
import { resetToStart } from '../../support/reset-run.js';
import { catalogueOf } from '../../support/catalogue-of.js';
import {
  closedState,
  eventOf,
  newPlayer,
  only,
  openState,
  type Routing,
  startRouting,
  until,
} from '../../support/routing.js';
import { ruleOf, withRules } from '../../support/rules.js';
import { routeCalls } from '../../workflows/routing-journeys.js';

/** A rule that tells the operator of one of Waypost's own events, by a tag. */
const tells = (on: string, tag: string) =>
  ruleOf(on.replaceAll('.', '-'), [{ action: 'apply-tag', fields: { tag } }], { on: [on] });

let routing: Routing;
beforeAll(async () => {
  routing = await startRouting(
    undefined,
    withRules(
      tells('waypost.journey.started', 'started {{event.journey}}'),
      tells('waypost.journey.ended', 'ended {{event.journey}}: {{event.reason}}'),
      tells('waypost.journey.exited', 'exited {{event.journey}}: {{event.reason}}'),
      tells('waypost.call.delivered', 'delivered {{event.action}}'),
      tells('waypost.call.refused', 'refused {{event.action}}'),
      tells('waypost.call.parked', 'parked {{event.action}}'),
    ),
  );
  await routing.work();
});
afterAll(() => routing.close());
beforeEach(() => routing.operator.reset());

async function tags(playerId: string): Promise<unknown[]> {
  const requests = await routing.operator.requests();
  const ofPlayer = requests.filter(({ path }) => path === `/players/${playerId}/tags`);
  return ofPlayer.map(({ body }) => (body as { tag: string }).tag).sort();
}

async function told(playerId: string, times: number): Promise<unknown[]> {
  return until(
    () => tags(playerId),
    (all) => all.length >= times,
  );
}

it('tells how a run begins, what its calls come to and how it ends; the calls of those rules tell nothing', async () => {
  const playerId = newPlayer();
  const decisions = await routing.journeys([routeCalls]).accept(eventOf('player.referred', playerId));
  const state = await closedState(routing.client, only(decisions, 'started').id);
  expect(state).toMatchObject({ status: 'ended', outcome: 'refused' });
  expect(await told(playerId, 3)).toEqual([
    'ended route-calls: refused',
    'refused cancel-bonus',
    'started route-calls',
  ]);
  const runs = await routing.journeys([routeCalls]).list({ brand: 'lucky', playerId, limit: 50 });
  expect(runs.runs).toHaveLength(4);
});

it('tells of a parked call and of an exit', async () => {
  await routing.operator.fault({ path: '/bonus/cancel', times: 1, answer: { status: 404 } });
  const playerId = newPlayer();
  const product = routing.journeys([routeCalls]);
  const { id } = only(await product.accept(eventOf('player.referred', playerId)), 'started');
  expect(await told(playerId, 2)).toEqual(['parked cancel-bonus', 'started route-calls']);
  const { parked } = await openState(routing.client, id);
  await product.accept(eventOf('player.excluded', playerId));
  const resolution = { callKey: parked[0]?.callKey ?? '', decision: 'skip', moneyMoved: 'no', by: 'tester' } as const;
  await routing.client.workflow.getHandle(id).executeUpdate(resolveCall, { args: [resolution] });
  expect((await closedState(routing.client, id)).status).toBe('exited');
  expect(await told(playerId, 3)).toContain('exited route-calls: exited on player.excluded');
});

it('tells of the outcome of a call once, also when its run was reset and makes fewer attempts', async () => {
  await routing.operator.fault({ path: '/bonus/cancel', times: 1, answer: { status: 503 } });
  const playerId = newPlayer();
  const product = routing.journeys([routeCalls]);
  const { id } = only(await product.accept(eventOf('player.referred', playerId)), 'started');
  expect((await closedState(routing.client, id)).calls).toMatchObject([{ attempts: 2, status: 'refused' }]);
  await resetToStart(routing, id);
  expect((await closedState(routing.client, id)).calls).toMatchObject([{ attempts: 1, status: 'refused' }]);
  const { runs } = await product.list({ brand: 'lucky', playerId, journey: '~rule:waypost-call-refused', limit: 50 });
  expect(runs).toHaveLength(1);
});

it('sends nothing that no rule of the brand listens to', async () => {
  const playerId = newPlayer();
  const silent = createJourneyClient({
    catalogue: () => catalogueOf([routeCalls]),
    entries: [routeCalls.entry],
    client: routing.client,
  });
  const { id } = only(await silent.accept(eventOf('player.referred', playerId)), 'started');
  await closedState(routing.client, id);
  const history = await routing.client.workflow.getHandle(id).fetchHistory();
  const activities = (history.events ?? []).flatMap(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name ?? [],
  );
  expect(activities).toEqual(['sendCallback']);
});
