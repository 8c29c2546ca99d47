import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JourneyKit, startJourneyKit } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { plainCalls } from '../../support/plain-calls.js';
import { undoesInReverse } from '../journeys/index.js';

let kit: JourneyKit;
beforeAll(async () => {
  kit = await startJourneyKit({ change: plainCalls, replaysAlways: true });
});
afterAll(() => kit.close());

test('an exit that is in the history before the first task finds nothing to undo', async () => {
  let run: KitRun | undefined;
  await kit.withoutWorkers(async () => {
    run = await kit.start(undoesInReverse, { referrerId: 'anna' });
    await run.deliver('player.excluded', {});
  });
  const state = await run?.end();
  expect(state).toMatchObject({ status: 'exited', outcome: 'exited on player.excluded' });
  expect(state?.calls.map((call) => call.step)).toEqual(['goodbye']);
});
