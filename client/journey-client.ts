import type { InUse } from '../catalogue/in-use.js';
import type { JsonObject } from '../workflows/contracts/json.js';
import type { DestinationHealth, LastAnswer } from '../workflows/contracts/keepers/destination.js';
import type { Hold, HoldRelease } from '../workflows/contracts/keepers/hold.js';
import type { Campaign } from '../workflows/contracts/runs/event.js';
import type { RunState, RunStatus } from '../workflows/contracts/runs/run.js';
import type { Attention } from './attention/attention.js';
import type { Decision, IncomingEvent } from './events/decisions.js';
import type { Redo } from './redo/redo.js';

/** Product words for what the API does with runs. Implemented over Temporal; raises the errors of `errors.ts`. */
export interface JourneyClient {
  /** Routes an event. With `dryRun` it decides and does nothing. */
  accept(event: IncomingEvent, options?: { readonly dryRun?: boolean }): Promise<Decision[]>;
  /**
   * The event with the id that it shares with all of its hash that came within `window` milliseconds of the first. For
   * events whose `id` is the hash of their request, since it came without one.
   */
  identify(event: IncomingEvent, window: number): Promise<IncomingEvent>;
  /** Starts a run by hand, or answers with the one already open. */
  start(order: StartOrder): Promise<StartResult>;
  /** Fires a rule by hand, or answers with the run that the same id has fired. */
  fire(order: FireOrder): Promise<FireResult>;
  /** Sends a call that tests an action, or answers with the run that the same id has begun. */
  test(order: TestOrder): Promise<TestResult>;
  /** One page of a brand's runs, newest first. */
  list(filter: RunFilter): Promise<RunPage>;
  /** One run explained; the latest of its id unless `run` picks another. */
  explain(id: string, run?: string): Promise<RunExplanation>;
  /** What the open runs of a brand use. */
  inUse(brand: string): Promise<InUse>;
  /** What needs a person, and what a person decides about it. */
  readonly attention: Attention;
  /** Does undelivered calls again. */
  readonly redo: Redo;
  /** Delivers an event to one open run. */
  deliver(id: string, event: IncomingEvent): Promise<Decision>;
  /** How each destination of a brand does. */
  destinations(brand: string): Promise<readonly DestinationStatus[]>;
  /** How many runs of a brand need a person, or wait. */
  countWaiting(brand: string): Promise<WaitingCounts>;
  /** What is held of a brand, and how many runs wait for each hold. */
  holds(brand: string): Promise<readonly CountedHold[]>;
  /** Holds calls, or answers with the hold that does already. */
  hold(order: HoldOrder): Promise<HoldResult>;
  /** Holds a destination that refuses us as a whole, in Waypost's own name. */
  holdDestination(brand: string, destination: string, reason: string): Promise<void>;
  /** Takes a hold away; `null` where there is none of that id. */
  release(brand: string, release: HoldRelease): Promise<ReleaseResult | null>;
  pause(id: string, request: ByWhom): Promise<void>;
  resume(id: string, request: ByWhom): Promise<void>;
  cancel(id: string, request: ByWhom): Promise<void>;
  /** Resolves when events can be accepted: Temporal answers. With `all`, also a worker polls every queue. */
  checkReady(options?: { readonly all?: boolean }): Promise<void>;
  close(): Promise<void>;
}

export interface ByWhom {
  readonly by: string;
  readonly reason: string | null;
}

/** A run to be started by hand. `id` is the caller's own, so that a repeat is the same start. */
export interface StartOrder {
  readonly brand: string;
  readonly journey: string;
  readonly playerId: string;
  readonly key: string | null;
  readonly id: string;
  readonly data: JsonObject;
}

/** `started` is false when the run was open already. */
export interface StartResult {
  readonly started: boolean;
  readonly id: string;
  readonly run: string;
}

/** A rule to be fired by hand. `id` is the caller's own, so that a repeat is the same fire. */
export interface FireOrder {
  readonly brand: string;
  readonly rule: string;
  /** Must be the rule's own: what a reward may fire is narrower. */
  readonly trigger: 'event' | 'reward';
  readonly playerId: string;
  readonly id: string;
  readonly data: JsonObject;
  readonly state?: JsonObject;
  readonly campaign?: Campaign;
}

/** `fired` is false when the same id has fired the rule before. */
export interface FireResult {
  readonly fired: boolean;
  readonly rule: string;
  readonly id: string;
  readonly run: string;
}

/** An action to be tested at its destination. `id` is the caller's own, so that a repeat is the same call. */
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

/** The run in which the call lives; `started` is false where the same id has begun it before. */
export interface TestResult {
  readonly callKey: string;
  readonly started: boolean;
  readonly id: string;
  readonly run: string;
}

/** Calls to be held; `name` is that of the destination, action, rule or journey, or the brand's own. */
export interface HoldOrder extends Pick<Hold, 'scope' | 'name' | 'reason' | 'by'> {
  readonly brand: string;
}

/** A hold, and how many runs wait for it. */
export interface CountedHold extends Hold {
  readonly waiting: number;
}

/** A hold that is set. `isNew`: not before; `inForce` is false while no worker has taken it in. */
export interface HoldResult {
  readonly hold: Hold;
  readonly isNew: boolean;
  readonly inForce: boolean;
}

/** A hold that is taken away; `inForce` while no worker has taken that in. */
export type ReleaseResult = Pick<HoldResult, 'hold' | 'inForce'>;

export interface RunFilter {
  readonly brand: string;
  /** The run's own player, or one that its calls are for. */
  readonly playerId?: string;
  /** The name of a journey, or `~rule:` and that of a rule. */
  readonly journey?: string;
  readonly status?: RunStatus;
  readonly attention?: boolean;
  /** 1 to 200. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** A line of a list; times are ISO 8601. */
export interface RunSummary {
  readonly id: string;
  readonly run: string;
  readonly journey: string;
  readonly playerId: string;
  /** The other players that its calls are for. */
  readonly beneficiaries: readonly string[];
  /** By what it is in the list of a player; `null` where no player was asked for. */
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

/** Why a run is stuck: its workflow task fails again and again. */
export interface StuckTask {
  /** What the latest failure says. */
  readonly reason: string;
  /** Where it comes from in the code of the workflows, where its stack trace tells. */
  readonly file: string | null;
  readonly line: number | null;
  /** When it failed first since it last got on; ISO 8601. */
  readonly since: string | null;
  /** How often it has failed. */
  readonly failures: number;
}

/** A run's own account, without what its undelivered calls were made of. */
export type ExplainedState = Omit<RunState, 'undelivered'>;

/**
 * `state` is the run's own account: none from a run that is stuck, and perhaps none from one that was terminated or timed
 * out. `stuck` is `null` for a run that gets on.
 */
export interface RunExplanation extends RunSummary {
  readonly stuck: StuckTask | null;
  readonly state: ExplainedState | null;
  readonly pending: readonly PendingAttempt[];
}

/** A run explained, with what its undelivered calls were made of. */
export interface WholeRun extends RunExplanation {
  readonly state: RunState | null;
}

/** How a destination does. `unknown`: no worker process has sent anything there of late. Times are ISO 8601. */
export interface DestinationStatus {
  readonly destination: string;
  readonly state: 'held' | DestinationHealth | 'unknown';
  readonly since: string | null;
  readonly lastAnswer: LastAnswer | null;
  /** The runs in which a call or a question waits for it, or for its hold. */
  readonly waiting: number;
  /** Since when the oldest of them waits; of a held one at the earliest. */
  readonly oldest: string | null;
  /** What the requests of five minutes came to, as they were last reported. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** When that was. */
  readonly reportedAt: string | null;
  /** The holds that keep its calls: its own, and the brand's. */
  readonly holds: readonly Pick<Hold, 'id' | 'by' | 'since' | 'reason'>[];
}

/** How many open runs of a brand need a person, or wait. */
export interface WaitingCounts {
  readonly person: number;
  readonly hold: number;
  readonly destination: number;
}
