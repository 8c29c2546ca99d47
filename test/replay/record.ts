import { writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../catalogue/load.js';
import { createJourneyClient } from '../../client/create-journey-client.js';
import type { Decision } from '../../client/decisions.js';
import { entries } from '../../client/entries.js';
import { resolveCall } from '../../workflows/contracts/messages.js';
import { sweepId } from '../../workflows/contracts/names.js';
import { referAFriend } from '../../workflows/journeys/index.js';
import { startJourneyKit } from '../support/journey-kit.js';
import { SAMPLES } from '../support/sample-brands.js';
import { eventOf, newPlayer, openState, startRouting, until } from '../support/routing.js';

const by = { by: 'recorder', reason: 'to be recorded' };

test('records what the sample journeys do on the development server', async () => {
  const place = await startRouting();
  const environment = { OPERATOR_URL: place.operator.url, LUCKY_OPERATOR_KEY: 'key', ROYAL_OPERATOR_KEY: 'key' };
  const catalogue = loadCatalogue(SAMPLES, entries, environment);
  const journeys = createJourneyClient({ catalogue: () => catalogue, entries, client: place.client });
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

test('records thirty days on the time-skipping server', async () => {
  const kit = await startJourneyKit();
  const run = await kit.start(referAFriend, { referrerId: 'anna' });
  expect(await run.end()).toMatchObject({ outcome: 'no deposit in 30 days' });
  await store('refer-a-friend-without-a-deposit-in-30-days', run.id, await run.handle.fetchHistory());
  await kit.close();
});

/** Keys of calls hang on the workflow's id, which a replay must be told: it is stored beside the history. */
async function store(name: string, workflowId: string, history: Parameters<typeof historyToJSON>[0]): Promise<void> {
  const stored = { workflowId, history: JSON.parse(historyToJSON(history)) as unknown };
  await writeFile(new URL(`histories/${name}.json`, import.meta.url), JSON.stringify(stored, null, 1));
}

function idOf(decisions: readonly Decision[]): string {
  const started = decisions.find((decision) => decision.decision === 'started');
  if (started?.decision !== 'started') throw new Error(`nothing was started: ${JSON.stringify(decisions)}`);
  return started.id;
}
