/** The states of a build. `current` takes all new runs but those of the `ramping` one; `draining` and `drained` take none. */
export type BuildState = 'inactive' | 'current' | 'ramping' | 'draining' | 'drained';

/** One build of the workers, as its workers have reported it to Temporal. */
export interface Build {
  readonly id: string;
  readonly state: BuildState;
  /** Share of new runs that it takes while it is ramping, in percent. */
  readonly percent: number | null;
  /** Time of its last change to or from current or ramping (ISO 8601); `null` if it never was. */
  readonly since: string | null;
  /** Open runs that stay on it until they close. */
  readonly openRuns: number;
  /** Worker processes that polled in the last minute or so. */
  readonly processes: number;
  /** Queues that its workers have polled and none polls now. */
  readonly unpolled: readonly string[];
  /** The build that it replaced as the current one: empty for the first one, `null` if that was not noted. */
  readonly replaced: string | null;
}

/** All builds, newest first, and which one takes new runs. */
export interface Deployment {
  readonly current: string | null;
  readonly ramping: string | null;
  readonly builds: readonly Build[];
  /** Open runs of journeys on workers without a build id. */
  readonly unversionedRuns: number;
}

/** Thrown when a change is refused. Nothing has changed; the message says why, and what to do. */
export class ChangeRefused extends Error {
  override readonly name = 'ChangeRefused';
}
