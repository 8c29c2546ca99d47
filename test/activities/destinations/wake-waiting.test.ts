import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { Breakers } from '../../../activities/destinations/breaker.js';
import { createWakeWaiting } from '../../../activities/destinations/wake-waiting.js';
import type { DestinationWaker } from '../../../workflows/contracts/ports.js';

const runs = (count: number, name: string): string[] => Array.from({ length: count }, (_, place) => `${name}-${place}`);

/** A brand whose runs wait, as each list shows them. */
function waiting(...lists: readonly (readonly string[])[]) {
  const left = [...lists];
  const told: string[] = [];
  const waker: DestinationWaker = {
    waiting: async () => ({ runs: left.shift() ?? [], next: null }),
    signal: async (run) => void told.push(run),
  };
  return { waker, told };
}

function breakers(): Breakers {
  return new Breakers({ now: Date.now, random: Math.random });
}

function goDown(all: Breakers): void {
  for (let times = 5; times > 0; times--) all.of('lucky', 'operator').record('down');
}

/** Runs the activity; the numbers of signals at the beginning of each second that it signals in. */
async function wake(
  { waker, told }: ReturnType<typeof waiting>,
  all: Breakers,
  during: (second: number) => void = () => undefined,
): Promise<number[]> {
  const place = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  const counts: number[] = [];
  place.on('heartbeat', () => {
    counts.push(told.length);
    during(counts.length);
  });
  await place.run(createWakeWaiting(waker, all), 'lucky', 'operator');
  return counts;
}

it('five runs are woken in the first second, and twice as many in each one after it', async () => {
  const place = waiting(runs(60, 'run'));
  expect(await wake(place, breakers())).toEqual([0, 5, 15, 35]);
  expect(place.told).toHaveLength(60);
});

it('runs that were not shown yet are woken by a second look, and the others once', async () => {
  const place = waiting(['a', 'b'], ['a', 'b', 'c']);
  await wake(place, breakers());
  expect(place.told).toEqual(['a', 'b', 'c']);
});

it('stops when the destination goes down again', async () => {
  const all = breakers();
  goDown(all); // it was down before, and another process has found it up
  const place = waiting(runs(60, 'run'), runs(60, 'run'));
  await wake(place, all, (second) => {
    if (second !== 2) return;
    all.of('lucky', 'operator').record('up');
    goDown(all);
  });
  expect(place.told).toHaveLength(15);
});
