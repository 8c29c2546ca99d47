import type { InUse } from '../catalogue/in-use.js';
import type { JsonObject } from '../workflows/contracts/json.js';
import type { Hold, HoldRelease } from '../workflows/contracts/keepers/hold.js';
import type { Campaign } from '../workflows/contracts/runs/event.js';
import type { RunState, RunStatus } from '../workflows/contracts/runs/run.js';
import type { Attention } from './attention/attention.js';
import type { DestinationStatus, WaitingCounts } from './destinations/status.js';
import type { Decision, IncomingEvent } from './events/decisions.js';
import type { Redo } from './redo/redo.js';

/**
 * The API's access to runs, in the words of the product. Implemented over Temporal; throws the errors of `errors.ts`.
 */
export interface JourneyClient {
  /** Routes an event. With `dryRun` it only decides. */
  accept(event: IncomingEvent, options?: { readonly dryRun?: boolean }): Promise<Decision[]>;
  /**
   * Returns the event under the id of the first event with the same hash within `window` milliseconds. For events
   * without an own id, whose `id` is the hash of their request.
   */
  identify(event: IncomingEvent, window: number): Promise<IncomingEvent>;
  /** Starts a run by hand, or returns the one that is open. */
  start(order: StartOrder): Promise<StartResult>;
  /** Fires a rule by hand, or returns the run that the same id has fired. */
  fire(order: FireOrder): Promise<FireResult>;
  /** Sends a call that tests an action, or returns the run that the same id has started. */
  test(order: TestOrder): Promise<TestResult>;
  /** Returns one page of a brand's runs, newest first. */
  list(filter: RunFilter): Promise<RunPage>;
  /** Explains one run: the latest of its id, unless `run` picks another. */
  explain(id: string, run?: string): Promise<RunExplanation>;
  /** Returns the definitions that the open runs of a brand use. */
  inUse(brand: string): Promise<InUse>;
  /** Lists what needs a person, and takes their decisions. */
  readonly attention: Attention;
  /** Redoes undelivered calls. */
  readonly redo: Redo;
  /** Delivers an event to one open run. */
  deliver(id: string, event: IncomingEvent): Promise<Decision>;
  /** Returns the status of each destination of a brand. */
  destinations(brand: string): Promise<readonly DestinationStatus[]>;
  /** Counts the runs of a brand that need a person, or wait. */
  countWaiting(brand: string): Promise<WaitingCounts>;
  /** Returns the holds of a brand, with the number of runs that wait for each. */
  holds(brand: string): Promise<readonly CountedHold[]>;
  /** Sets a hold, or returns the one that is set already. */
  hold(order: HoldOrder): Promise<HoldResult>;
  /** Sets Waypost's own hold on a destination that refuses all our requests. */
  holdDestination(brand: string, destination: string, reason: string): Promise<void>;
  /** Releases a hold; returns `null` if no hold has that id. */
  release(brand: string, release: HoldRelease): Promise<ReleaseResult | null>;
  pause(id: string, request: ByWhom): Promise<void>;
  resume(id: string, request: ByWhom): Promise<void>;
  cancel(id: string, request: ByWhom): Promise<void>;
  /** Lets a run begin a task: a stalled one goes on, any other is as before. */
  wake(id: string, request: ByWhom): Promise<void>;
  /** Resolves if Temporal answers, so that events can be accepted. With `all`, a worker must also poll every queue. */
  checkReady(options?: { readonly all?: boolean }): Promise<void>;
  close(): Promise<void>;
}

export interface ByWhom {
  readonly by: string;
  readonly reason: string | null;
}

/** An order to start a run by hand. `id` is the caller's own: a repeat is the same start. */
export interface StartOrder {
  readonly brand: string;
  readonly journey: string;
  readonly playerId: string;
  readonly key: string | null;
  readonly id: string;
  readonly data: JsonObject;
}

/** `started` is false if the run was open already. */
export interface StartResult {
  readonly started: boolean;
  readonly id: string;
  readonly run: string;
}

/** An order to fire a rule by hand. `id` is the caller's own: a repeat is the same fire. */
export interface FireOrder {
  readonly brand: string;
  readonly rule: string;
  /** Must be the rule's own trigger. A reward can fire less than an event can. */
  readonly trigger: 'event' | 'reward';
  readonly playerId: string;
  readonly id: string;
  readonly data: JsonObject;
  readonly state?: JsonObject;
  readonly campaign?: Campaign;
}

/** `fired` is false if the same id has fired the rule before. */
export interface FireResult {
  readonly fired: boolean;
  readonly rule: string;
  readonly id: string;
  readonly run: string;
}

/** An order to test an action at its destination. `id` is the caller's own: a repeat is the same call. */
export interface TestOrder {
  readonly brand: string;
  readonly action: string;
  readonly playerId: string;
  readonly id: string;
  readonly fields: JsonObject;
  readonly event: JsonObject;
  readonly state?: JsonObject;
  readonly campaign?: Campaign;
}

/** The run of the call; `started` is false if the same id started it before. */
export interface TestResult {
  readonly callKey: string;
  readonly started: boolean;
  readonly id: string;
  readonly run: string;
}

/** An order to hold calls. `name` is that of the destination, action, rule, journey or brand. */
export interface HoldOrder extends Pick<Hold, 'scope' | 'name' | 'reason' | 'by'> {
  readonly brand: string;
}

/** A hold, and the number of runs that wait for it. */
export interface CountedHold extends Hold {
  readonly waiting: number;
}

/** The result of setting a hold. `isNew`: it was not set before. `inForce` is false until a worker has taken it in. */
export interface HoldResult {
  readonly hold: Hold;
  readonly isNew: boolean;
  readonly inForce: boolean;
}

/** The result of a release. `inForce` is true until a worker has taken it in. */
export type ReleaseResult = Pick<HoldResult, 'hold' | 'inForce'>;

export interface RunFilter {
  readonly brand: string;
  /** The run's own player, or a player of one of its calls. */
  readonly playerId?: string;
  /** The name of a journey, or `~rule:` and the name of a rule. */
  readonly journey?: string;
  readonly status?: RunStatus;
  readonly attention?: boolean;
  /** 1 to 200. */
  readonly limit: number;
  /** The `next` of the page before. */
  readonly cursor?: string;
}

/** A line of a list; times are ISO 8601. */
export interface RunSummary {
  readonly id: string;
  readonly run: string;
  readonly journey: string;
  readonly playerId: string;
  /** The players of its calls, other than its own. */
  readonly beneficiaries: readonly string[];
  /** The role of the requested player in the run; `null` if none was requested. */
  readonly matchedBy: 'player' | 'beneficiary' | null;
  readonly key: string | null;
  readonly status: RunStatus | 'terminated' | 'timed-out';
  readonly stage: string | null;
  readonly waitingFor: string | null;
  readonly outcome: string | null;
  readonly needsAttention: boolean;
  readonly nextActionAt: string | null;
  readonly startedAt: string;
  readonly closedAt: string | null;
}

export interface RunPage {
  readonly runs: readonly RunSummary[];
  readonly next: string | null;
}

/** An activity that Temporal has scheduled and not yet closed. */
export interface PendingAttempt {
  readonly activity: string;
  readonly attempt: number;
  readonly state: 'scheduled' | 'started' | 'cancel-requested';
  readonly lastFailure: string | null;
  readonly nextAttemptAt: string | null;
}

/** The reason why a run is stuck: its workflow task fails again and again. */
export interface StuckTask {
  /** The message of the latest failure. */
  readonly reason: string;
  /** The place of the failure in the workflow code, if its stack trace shows it. */
  readonly file: string | null;
  readonly line: number | null;
  /** Time of the first failure since the run last made progress (ISO 8601). */
  readonly since: string | null;
  /** Number of failures. */
  readonly failures: number;
}

/** The run's own state, without the requests of its undelivered calls. */
export type ExplainedState = Omit<RunState, 'undelivered'>;

/**
 * `state` is the run's own state: `null` for a stuck run, and possibly for one that was terminated or timed out.
 * `stuck` is `null` for a run that makes progress.
 */
export interface RunExplanation extends RunSummary {
  readonly stuck: StuckTask | null;
  readonly state: ExplainedState | null;
  readonly pending: readonly PendingAttempt[];
}

/** A run explained, with the requests of its undelivered calls. */
export interface WholeRun extends RunExplanation {
  readonly state: RunState | null;
}
