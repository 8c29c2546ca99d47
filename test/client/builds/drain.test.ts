import { expect, it } from 'vitest';
import type { Build, Deployment } from '../../../client/builds/builds.js';
import { strandedIn } from '../../../client/builds/change-builds.js';
import { drainageOf } from '../../../client/builds/drain.js';

const STOPPED = '2026-12-01T12:00:00.000Z';
const LATER = Date.parse(STOPPED) + 61_000;

function build(changes: Partial<Build> = {}): Build {
  const about = { id: 'old', state: 'draining', percent: null, since: STOPPED, openRuns: 0, processes: 1 } as const;
  return { ...about, unpolled: [], replaced: null, ...changes };
}

function deployment(...builds: Build[]): Deployment {
  return { current: 'new', ramping: null, builds, unversionedRuns: 0 };
}

it.each([
  [build({ state: 'current' }), 'it is the current build: promote another one first'],
  [build({ state: 'ramping', percent: 10 }), 'it takes 10 % of new runs: end that with ramp old --percent 0'],
  [build({ openRuns: 3 }), '3 open runs are pinned to it'],
  // Temporal's own verdict is minutes old.
  [build({ state: 'drained', openRuns: 1 }), '1 open runs are pinned to it'],
])('a build that is in use keeps its workers', (one, reason) => {
  expect(drainageOf(deployment(one), one, LATER)).toEqual({ stop: false, reason });
});

it('a build can be stopped when nothing is pinned to it, and its last runs are surely counted', () => {
  const one = build();
  expect(drainageOf(deployment(one), one, LATER)).toEqual({ stop: true });
  expect(drainageOf(deployment(one), one, LATER - 2_000)).toMatchObject({ stop: false });
  expect(drainageOf({ ...deployment(one), current: null }, one, LATER)).toMatchObject({ stop: false });
});

it('open runs on a build without workers are stranded', () => {
  const lost = build({ id: 'lost', openRuns: 2, processes: 0 });
  const all = deployment(lost, build({ openRuns: 2 }), build({ id: 'done', processes: 0 }));
  expect(strandedIn(all)).toEqual([lost]);
  expect(strandedIn(all, 'lost')).toEqual([]);
});
