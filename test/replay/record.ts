import { writeFile } from 'node:fs/promises';
import { expect, inject, test } from 'vitest';
import { loadCatalogue } from '../../catalogue/load/load.js';
import { giveBulkOrder } from '../../client/bulk/bulk-orders.js';
import { dataConverter } from '../../client/codec/data-converter.js';
import { createJourneyClient } from '../../client/create-journey-client.js';
import { entries } from '../../client/entries.js';
import type { Decision } from '../../client/events/decisions.js';
import { sendHold, sendRelease } from '../../client/holds/holds.js';
import type { JourneyClient } from '../../client/journey-client.js';
import { createLimitKeeper } from '../../client/limits/limit-keeper.js';
import { type History, historyToJSON } from '../../client/temporal/internals.js';
import { WAYPOST } from '../../workflows/contracts/keepers/hold.js';
import { resolveCall } from '../../workflows/contracts/messages.js';
import { bulkId, callRunId, holdsId, sweepId } from '../../workflows/contracts/names.js';
import { referAFriend } from '../../workflows/journeys/index.js';
import { holdOf } from '../support/in-memory-holds.js';
import { startJourneyKit } from '../support/journey-kit.js';
import { claimOf, limitedCall } from '../support/limited-call.js';
import { parkCall } from '../support/parked-calls.js';
import { eventOf, newPlayer, openState, type Routing, startRouting, until } from '../support/routing.js';
import { SAMPLES } from '../support/sample-brands.js';
import { waitsTwoHours } from '../workflows/journeys/index.js';
import { RECORDED_UNDER } from './recorded-under.js';

const by = { by: 'recorder', reason: 'to be recorded' };

test('records what the sample journeys do on the development server', async () => {
  const place = await startRouting();
  const journeys = samplesAt(place);
  await place.work();
  const start = async (event: ReturnType<typeof eventOf>): Promise<string> => idOf(await journeys.accept(event));
  const closed = (id: string) => place.client.workflow.getHandle(id).result();
  const keep = async (name: string, id: string): Promise<void> => {
    await closed(id);
    await store(name, id, await place.client.workflow.getHandle(id).fetchHistory());
  };

  await keep('cancel-bonus-delivered', await start(eventOf('withdrawal.requested', newPlayer())));

  await place.operator.fault({ path: '/bonus/cancel', times: 2, answer: { status: 503 } });
  await keep(
    'cancel-bonus-delivered-after-unknown-attempts',
    await start(eventOf('withdrawal.requested', newPlayer())),
  );

  await place.operator.fault({ path: '/bonus/cancel', times: 1, answer: { status: 404 } });
  const parked = await start(eventOf('withdrawal.requested', newPlayer()));
  const [call] = (
    await until(
      () => openState(place.client, parked),
      (state) => state.parked.length > 0,
    )
  ).parked;
  const resolution = { callKey: call?.callKey ?? '', decision: 'retry' as const, by: 'recorder' };
  await place.client.workflow.getHandle(parked).executeUpdate(resolveCall, { args: [resolution] });
  await keep('cancel-bonus-parked-and-retried', parked);

  const friend = newPlayer();
  const referred = await start(eventOf('player.referred', friend));
  await journeys.accept(eventOf('deposit.made', friend, { data: { amount: { amount: '1.00', currency: 'EUR' } } }));
  await journeys.pause(referred, by);
  await journeys.accept(eventOf('deposit.made', friend));
  await journeys.resume(referred, by);
  await keep('refer-a-friend-credited-after-a-pause', referred);

  const excluded = newPlayer();
  const exited = await start(eventOf('player.referred', excluded));
  await place.operator.fault({
    path: '/bonus/credit/funds',
    times: 1,
    answer: { status: 429, headers: { 'retry-after': '600' } },
  });
  await journeys.accept(eventOf('deposit.made', excluded));
  await until(
    () => openState(place.client, exited),
    (state) => state.calls.some((open) => open.nextAttemptAt !== null),
  );
  const exit = eventOf('player.excluded', excluded);
  await journeys.accept(exit);
  await keep('refer-a-friend-exited-in-back-off', exited);
  await keep('sweep-of-an-exit', sweepId('lucky', exit.id));

  const leaver = await start(eventOf('player.referred', newPlayer()));
  await journeys.cancel(leaver, by);
  await keep('refer-a-friend-cancelled', leaver);
  await place.close();
});

test('records a rule of several actions', async () => {
  const place = await startRouting();
  await place.work();
  const data = { points: 120, tier: 'Gold', status: 'active' };
  const event = { ...eventOf('player.excluded', newPlayer()), type: 'loyalty.changed', data };
  const id = idOf(await samplesAt(place).accept(event));
  const handle = place.client.workflow.getHandle(id);
  expect(await handle.result()).toMatchObject({ calls: Array(3).fill({ status: 'delivered' }) });
  await store('rule-of-three-actions', id, await handle.fetchHistory());
  await place.close();
});

test('records a call under a limit', async () => {
  const place = await startRouting();
  await place.work();
  const journeys = samplesAt(place);
  const friend = newPlayer();
  const id = idOf(await journeys.accept(eventOf('player.referred', friend)));
  await journeys.accept(eventOf('deposit.made', friend));
  const handle = place.client.workflow.getHandle(id);
  expect(await handle.result()).toMatchObject({ outcome: 'delivered' });
  const history = await handle.fetchHistory();
  expect(historyToJSON(history)).toContain('reserveLimits');
  await store('refer-a-friend-credited-within-a-limit', id, history);
  await place.close();
});

test('records a call that lives on in a run of its own', async () => {
  const kit = await startJourneyKit();
  // Seldom sent, so that the history stays short.
  const answer = { status: 503, headers: { 'retry-after': '3600' } };
  await kit.operator.fault({ path: '/bonus/credit/funds', times: 1_000, answer });
  const run = await kit.start(waitsTwoHours, { referrerId: 'anna' });
  const { outcome, calls } = await run.end();
  expect(outcome).toBe('pending');
  await store('story-that-hands-its-call-over', run.id, await run.handle.fetchHistory());
  await kit.operator.fault({ path: '/bonus/credit/funds', times: 0 });
  const callRun = kit.client.workflow.getHandle(callRunId('lucky', calls[0]?.callKey ?? ''));
  expect(await callRun.result()).toMatchObject({ calls: [{ status: 'delivered' }] });
  await store('call-run-handed-over', callRun.workflowId, await callRun.fetchHistory());
  await kit.close();
});

test('records a run under encryption', async () => {
  const encrypting = { dataConverter: dataConverter(RECORDED_UNDER), codePath: inject('workflowBundle') };
  const place = await startRouting(undefined, undefined, encrypting);
  await place.work();
  const id = idOf(await samplesAt(place).accept(eventOf('withdrawal.requested', newPlayer())));
  const handle = place.client.workflow.getHandle(id);
  await handle.result();
  await store('encrypted-cancel-bonus-delivered', id, await handle.fetchHistory());
  await place.close();
});

test('records thirty days on the time-skipping server', async () => {
  const kit = await startJourneyKit();
  const run = await kit.start(referAFriend, { referrerId: 'anna' });
  expect(await run.end()).toMatchObject({ outcome: 'no deposit in 30 days' });
  await store('refer-a-friend-without-a-deposit-in-30-days', run.id, await run.handle.fetchHistory());
  await kit.close();
});

/** A client of the sample journeys, whose calls go to the place's own operator. */
function samplesAt({ operator, client }: Routing): JourneyClient {
  const environment = { OPERATOR_URL: operator.url, LUCKY_OPERATOR_KEY: 'key', ROYAL_OPERATOR_KEY: 'key' };
  const catalogue = loadCatalogue(SAMPLES, entries, environment);
  return createJourneyClient({ catalogue: () => catalogue, entries, client });
}

test('records the keeper of a limit, from its first call until it closes', async () => {
  const kit = await startJourneyKit();
  const keeper = createLimitKeeper(kit.client);
  const claim = claimOf('recorded', { count: 2, money: { amount: '25.00', currency: 'EUR' } });
  const call = (callKey: string) => limitedCall(callKey, [claim]);
  const now = () => kit.env.currentTimeMs();
  expect(await keeper.reserve(call('counts'), await now())).toEqual({ kind: 'reserved' });
  expect(await keeper.reserve(call('given-back'), await now())).toEqual({ kind: 'reserved' });
  expect(await keeper.reserve(call('late'), await now())).toMatchObject({ kind: 'suppressed' });
  await keeper.settle(call('counts'), true, await now());
  await keeper.settle(call('given-back'), false, await now());
  await kit.sleep('2 hours');
  expect(await keeper.reserve(call('late'), await now())).toEqual({ kind: 'reserved' });
  await keeper.settle(call('late'), true, await now());
  const handle = kit.client.workflow.getHandle(claim.keeper);
  await handle.result();
  await store('limit-kept-and-closed', claim.keeper, await handle.fetchHistory());
  await kit.close();
});

test('records an order by filter, and the holds of a brand until none is left', async () => {
  const place = await startRouting();
  const { client } = place;
  await place.work();
  const keep = async (name: string, id: string): Promise<void> => {
    const handle = client.workflow.getHandle(id);
    await handle.result();
    await store(name, id, await handle.fetchHistory());
  };

  await Promise.all([parkCall(client), parkCall(client)]);
  const { attention } = samplesAt(place);
  const filter = { brand: 'lucky', action: 'apply-tag' };
  await until(
    () => attention.list({ ...filter, limit: 10 }),
    ({ items }) => items.length === 2,
  );
  const order = { id: 'recorded', filter: { action: 'apply-tag' }, decision: 'retry', perSecond: 50 } as const;
  await giveBulkOrder(client, { brand: 'lucky', by: 'recorder', ...order });
  await keep('order-that-resends-two-calls', bulkId('lucky', order.id));

  await sendHold(client, 'lucky', holdOf('destination', 'operator'));
  await sendHold(client, 'lucky', holdOf('action', 'apply-tag', { id: 'auto:action:apply-tag', by: WAYPOST }));
  await sendRelease(client, 'lucky', { id: 'destination:operator', by: 'recorder' });
  await sendRelease(client, 'lucky', { id: 'auto:action:apply-tag', by: 'recorder' });
  await keep('holds-set-and-released', holdsId('lucky'));
  await place.close();
});

/** Keys of calls hang on the workflow's id, which a replay must be told: it is stored beside the history. */
async function store(name: string, workflowId: string, history: History): Promise<void> {
  const stored = { workflowId, history: JSON.parse(historyToJSON(history)) as unknown };
  await writeFile(new URL(`histories/${name}.json`, import.meta.url), JSON.stringify(stored, null, 1));
}

function idOf(decisions: readonly Decision[]): string {
  const started = decisions.find(({ decision }) => decision === 'started' || decision === 'fired');
  if (started === undefined || !('id' in started)) throw new Error(`nothing was started: ${JSON.stringify(decisions)}`);
  return started.id;
}
