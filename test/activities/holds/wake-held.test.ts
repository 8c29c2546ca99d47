import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { createWakeHeld } from '../../../activities/holds/wake-held.js';
import type { HoldReleased } from '../../../workflows/contracts/keepers/hold.js';
import type { HoldWaker } from '../../../workflows/contracts/ports.js';

const RELEASED: HoldReleased = { id: 'action:x', scope: 'action', name: 'x', by: 'ops' };

/** A brand with three pages of runs that wait. */
function waiting() {
  const pages: Record<string, { runs: string[]; next: string | null }> = {
    first: { runs: ['a', 'b'], next: 'second' },
    second: { runs: Array.from({ length: 60 }, (_, place) => `run-${place}`), next: 'third' },
    third: { runs: ['z'], next: null },
  };
  const told: string[] = [];
  const waker: HoldWaker = {
    waiting: async (_, cursor) => pages[cursor ?? 'first'] ?? { runs: [], next: null },
    signal: async (run, released) => {
      expect(released).toBe(RELEASED);
      told.push(run);
    },
  };
  return { waker, told };
}

function environment(heartbeatDetails?: { readonly cursor: string | null }) {
  return new MockActivityEnvironment({ heartbeatDetails }, { logger: new DefaultLogger('ERROR') });
}

it('every run of every page is told, fifty in a row at most', async () => {
  const { waker, told } = waiting();
  const began = performance.now();
  await environment().run(createWakeHeld(waker), 'lucky', RELEASED);
  expect(told).toHaveLength(63);
  expect(told.slice(0, 3)).toEqual(['a', 'b', 'run-0']);
  expect(told.at(-1)).toBe('z');
  // Four batches: 2, 50, 10 and 1.
  expect(performance.now() - began).toBeGreaterThan(3_900);
});

it('a try that broke off is taken up at its page', async () => {
  const { waker, told } = waiting();
  await environment({ cursor: 'third' }).run(createWakeHeld(waker), 'lucky', RELEASED);
  expect(told).toEqual(['z']);
});

it('stops with its worker, and leaves the place for the next try', async () => {
  const { waker, told } = waiting();
  const place = environment();
  const beats: unknown[] = [];
  place.on('heartbeat', (details: unknown) => {
    beats.push(details);
    if (beats.length === 2) place.cancel();
  });
  await expect(place.run(createWakeHeld(waker), 'lucky', RELEASED)).rejects.toThrow();
  expect(told).toHaveLength(52);
  expect(beats).toEqual([{ cursor: null }, { cursor: 'second' }]);
});
