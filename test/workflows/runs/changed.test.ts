import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changed } from '../../../workflows/runs/changed.js';
import type { Run } from '../../../workflows/runs/run.js';
import { buildBundle } from '../../support/builds.js';
import { type JourneyKit, lines, startJourneyKit } from '../../support/journey-kit.js';
import {
  eventOf,
  kinds,
  newPlayer,
  openState,
  only,
  type Routing,
  startRouting,
  until,
} from '../../support/routing.js';
import { changes } from '../journeys/index.js';

const STORY_GOES_ON = 'changed: the story goes on with: 2026-12 rests first';
const PASSED_BEFORE = 'changed: the run had passed it before, and goes on without: 2026-12 rests first';

let after: string;
let place: Routing;
let kit: JourneyKit;
beforeAll(async () => {
  kit = await startJourneyKit(); // the first to install the SDK's runtime
  after = await buildBundle('after');
  const before = await buildBundle('before');
  place = await startRouting(undefined, undefined, { dataConverter: {}, codePath: before });
});
afterAll(() => Promise.all([place.close(), kit.close()]));

test('a run that had passed the place tells the old story; one that waits before it, and a new one, the changed one', async () => {
  const client = place.journeys([changes]);
  const start = async () => {
    const playerId = newPlayer();
    const { id } = only(await client.accept(eventOf('player.referred', playerId)), 'started');
    return { id, playerId };
  };
  await place.work();
  const passed = await start();
  const waiting = await start();
  await client.accept(eventOf('deposit.made', passed.playerId));
  await until(
    () => openState(place.client, passed.id),
    ({ waitingFor }) => waitingFor.includes('withdrawal.cancelled'),
  );
  await place.rest();

  await place.work(undefined, undefined, { codePath: after });
  const fresh = await start();
  for (const { playerId } of [waiting, fresh]) await client.accept(eventOf('deposit.made', playerId));
  const runs = [passed, waiting, fresh];
  const ends = await Promise.all(
    runs.map(async ({ id, playerId }) => {
      expect(kinds(await client.accept(eventOf('withdrawal.cancelled', playerId)))).toEqual(['signalled']);
      return (await place.client.workflow.getHandle(id).result()) as Parameters<typeof lines>[0];
    }),
  );
  expect(ends.map(({ outcome }) => outcome)).toEqual(['did not rest', 'rested', 'rested']);
  expect(ends.map((state) => lines(state, 'changed'))).toEqual([[PASSED_BEFORE], [STORY_GOES_ON], [STORY_GOES_ON]]);

  for (const { id } of runs) {
    const history = await place.client.workflow.getHandle(id).fetchHistory();
    await Worker.runReplayHistory({ workflowBundle: { codePath: after } }, history, id);
  }
});

test('the journey kit tells the changed story', async () => {
  const run = await kit.start(changes, { referrerId: 'anna' });
  await run.deliver('deposit.made', { amount: { amount: '50.00', currency: 'EUR' } });
  await run.deliver('withdrawal.cancelled', { withdrawalId: 'w-1' });
  const state = await run.end();
  expect(state.outcome).toBe('rested');
  expect(lines(state, 'changed')).toEqual([STORY_GOES_ON]);
});

test('a name that says nothing, or too much, is refused with the reason', () => {
  const run = { changes: new Map() } as unknown as Run;
  expect(() => changed(run, ' ')).toThrow("j.changed needs the change in words, such as '2026-12 asks consent first'");
  expect(() => changed(run, 'x'.repeat(101))).toThrow('at most 100 characters');
});
