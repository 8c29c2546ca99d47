import type { Build, Deployment } from './builds.js';

/** Time after which every queue follows a change of the current build, and visibility shows its last runs. Milliseconds. */
const SETTLED_AFTER = 60_000;

/** Says if a build can be stopped; `reason` says what it still has to do. */
export type Drainage = { readonly stop: true } | { readonly stop: false; readonly reason: string };

/** Judges if the workers of a build can be stopped. `now` in milliseconds since 1970. */
export function drainageOf(
  deployment: Deployment,
  { id, state, percent, openRuns, since }: Build,
  now: number,
): Drainage {
  if (state === 'current') return not('it is the current build: promote another one first');
  if (state === 'ramping') return not(`it takes ${percent ?? 0} % of new runs: end that with ramp ${id} --percent 0`);
  if (openRuns > 0) return not(`${openRuns} open runs are pinned to it`);
  if (since !== null && now - Date.parse(since) < SETTLED_AFTER) {
    return not('it was current or ramping a minute ago, and its last runs may not be counted yet');
  }
  if (deployment.current === null) return not('no build is current, so nothing would take its place');
  return { stop: true };
}

function not(reason: string): Drainage {
  return { stop: false, reason };
}
