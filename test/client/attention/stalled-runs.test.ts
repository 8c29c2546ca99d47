import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJourneyClient } from '../../../client/create-journey-client.js';
import { stalledRun } from '../../../client/runs/stalled-run.js';
import type { RunState } from '../../../workflows/contracts/runs/run.js';
import { buildBundle } from '../../support/builds.js';
import { lines } from '../../support/journey-kit.js';
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
import { credits } from '../../workflows/builds/before.js';

let place: Routing;
let story: string;
let edited: string;
beforeAll(async () => {
  [place, story, edited] = await Promise.all([startRouting(), buildBundle('before'), buildBundle('after')]);
}, 90_000);
afterAll(() => place.close());

const by = { by: 'tester', reason: 'its story was edited' };

/** The runs that attention lists as stalled. */
async function listed() {
  const catalogue = catalogueOf([credits]);
  const client = createJourneyClient({ catalogue: () => catalogue, entries: [credits.entry], client: place.client });
  return client.attention.list({ brand: 'lucky', kind: 'stalled-run', limit: 10 });
}

/** Starts a run that waits for its deposit. */
async function startWaiting(): Promise<{ id: string; playerId: string }> {
  const playerId = newPlayer();
  const { id } = only(await place.journeys([credits]).accept(eventOf('player.referred', playerId)), 'started');
  await until(
    () => openState(place.client, id),
    ({ waitingFor }) => waitingFor.includes('deposit.made'),
  );
  return { id, playerId };
}

it('a sleep saved before a wait takes its timer; the run is listed, and goes on when it is woken', async () => {
  await place.work(undefined, undefined, { codePath: story });
  const { id, playerId } = await startWaiting();
  const sleeping = await startWaiting();
  const unmatched = await startWaiting();
  await place.rest();

  await place.work(undefined, undefined, { codePath: edited });
  await place.journeys([credits]).accept(eventOf('deposit.made', playerId));
  const handle = place.client.workflow.getHandle(id);
  await until(
    () => handle.fetchHistory(),
    ({ events }) => Boolean(events?.at(-1)?.workflowTaskCompletedEventAttributes),
  );
  // To the edited story it sleeps for an hour; in Temporal it still has the timer of 30 days.
  const { runId } = await handle.describe();
  const inTwoHours = Date.now() + 2 * 60 * 60 * 1000;
  expect(await stalledRun(place.client, { workflowId: id, runId }, Date.now())).toBeNull();
  expect((await stalledRun(place.client, { workflowId: id, runId }, inTwoHours))?.reason).toMatch(
    /^its deadline \S+ for a timer has passed, and no timer of it is set$/,
  );
  await place.rest();

  await place.work(undefined, undefined, { codePath: story });
  const state: RunState = await openState(place.client, id);
  expect(state).toMatchObject({ status: 'open', waitingFor: [], needsAttention: [] });
  expect(lines(state).at(-1)).toBe('called: credit-referrer');
  // Signals that change nothing leave no command either, and are no sign of a stall.
  await place.journeys([credits]).wake(unmatched.id, by);
  await place.journeys([credits]).wake(sleeping.id, by);
  await until(
    () => openState(place.client, unmatched.id),
    (woken) => lines(woken, 'woken').length === 1,
  );
  const { items } = await until(listed, (page) => page.items.length > 0);
  expect(items).toMatchObject([
    { kind: 'stalled-run', id, playerId, reason: expect.stringContaining('with the call credit-referrer open') },
  ]);

  await place.journeys([credits]).wake(id, by);
  const end = await closedState(place.client, id);
  expect(end).toMatchObject({ outcome: 'delivered' });
  expect(lines(end, 'woken')).toEqual(['woken: woken by tester: its story was edited']);
  await until(listed, (page) => page.items.length === 0);
}, 120_000);
