import type { CallRunInput } from './calls/call-run.js';
import type { PreparedCall } from './calls/call.js';
import type { AnyBulkOrder, BulkAnswer, BulkCall, BulkPage } from './keepers/bulk.js';
import type { DestinationReport } from './keepers/destination.js';
import type { Hold, HoldReleased } from './keepers/hold.js';
import type { LimitAnswer } from './keepers/limit.js';
import type { OwnEvent } from './runs/own-events.js';

/** Which open runs to look for: those of one player in some journeys of a brand. */
export interface RunSearch {
  readonly brand: string;
  readonly playerId: string;
  readonly journeys: readonly string[];
}

/** A run that was open when it was looked for. `id` is its workflow id. */
export interface OpenRun {
  readonly id: string;
  readonly run: string;
  readonly journey: string;
}

/** Finds runs for activities; implemented by `client/`. */
export interface RunFinder {
  findOpenRuns(search: RunSearch): Promise<OpenRun[]>;
}

/**
 * The limits of calls; implemented by `client/`. `asked` is when it was asked for, in milliseconds of Temporal's clock:
 * of two messages about a call, the later one counts. Rejects while Temporal or the keepers do not answer.
 */
export interface LimitKeeper {
  /** Takes a call's place under each of its limits, or under none. */
  reserve(call: PreparedCall, asked: number): Promise<LimitAnswer>;
  /** The call counts under each of its limits, or its places are free again. */
  settle(call: PreparedCall, counts: boolean, asked: number): Promise<void>;
}

/** Where Waypost's own events go; implemented by `client/`. */
export interface OwnEvents {
  /** Fires the rules that listen to it; announced again, it fires none again. Rejects while Temporal does not answer. */
  announce(event: OwnEvent): Promise<void>;
}

/** The holds of each brand, as this process knows them; implemented by `client/`. */
export interface HoldReader {
  /** As they were within the last two seconds; while Temporal does not answer, as they were last. `null`: not read yet. */
  current(brand: string): readonly Hold[] | null;
  /** Sets a hold, and counts it from now on; one that is set already stays. Rejects while Temporal does not answer. */
  trip(brand: string, hold: Hold): Promise<void>;
}

/** Where a process says how destinations do; implemented by `client/`. */
export interface DestinationReporter {
  /** The process's own name. */
  readonly process: string;
  /**
   * Tells of the destinations of one brand; `answering` names those that were down until now. Rejects while Temporal does
   * not answer.
   */
  report(brand: string, reports: readonly DestinationReport[], answering: readonly string[]): Promise<void>;
}

/** One page of the runs that may wait for a hold or a destination, by workflow id. */
export interface WaitingRuns {
  readonly runs: readonly string[];
  /** Begins the next page; `null` on the last. */
  readonly next: string | null;
}

/** Wakes what waits for holds; implemented by `client/`. Rejects while Temporal does not answer. */
export interface HoldWaker {
  waiting(brand: string, cursor: string | null): Promise<WaitingRuns>;
  /** Tells one run; one that has closed since need not know. */
  signal(run: string, released: HoldReleased): Promise<void>;
}

/** Wakes what waits for a destination; implemented by `client/`. Rejects while Temporal does not answer. */
export interface DestinationWaker {
  waiting(brand: string, destination: string, cursor: string | null): Promise<WaitingRuns>;
  /** Tells one run that the destination answers again; one that has closed since need not know. */
  signal(run: string, destination: string): Promise<void>;
}

/** Where calls live on their own; implemented by `client/`. */
export interface CallRuns {
  /** Starts the run of a call, unless there is, or was, one. Rejects while Temporal does not answer. */
  start(input: CallRunInput): Promise<void>;
  /** True if a call lives, or has lived, in its own run. Rejects while Temporal does not answer. */
  exists(brand: string, callKey: string): Promise<boolean>;
}

/** Carries out orders by filter; implemented by `client/`. Rejects while Temporal does not answer. */
export interface BulkResolver<Order extends AnyBulkOrder = AnyBulkOrder> {
  /** One page of the calls that an order is about, of those parked, or ended, until `at` (ISO 8601). */
  find(order: Order, at: string, cursor: string | null): Promise<BulkPage>;
  /** Resolves one of them, or does it again. */
  resolve(order: Order, call: BulkCall): Promise<BulkAnswer>;
}

/** One of Temporal's runs. */
export interface WorkflowRun {
  readonly workflowId: string;
  readonly runId: string;
}

/** One activity of a run. */
export interface ActivityOfRun extends WorkflowRun {
  readonly activityId: string;
}

/** The decisions before a reset; implemented by `client/`. */
export interface EarlierCalls {
  /**
   * A call as the runs that this one was reset from have sent it; `null` where none of them got so far, or their
   * histories are gone. Rejects while Temporal does not answer.
   */
  find(run: WorkflowRun, callKey: string): Promise<PreparedCall | null>;
}

/** The reports that Temporal waits for; implemented by `client/`. */
export interface AwaitedReports {
  /** True if an activity's report still counts: it has not timed out, and its run is open. Rejects while Temporal does not answer. */
  isAwaited(activity: ActivityOfRun): Promise<boolean>;
}

/** All that activities need of Temporal itself. */
export interface Ports {
  readonly finder: RunFinder;
  readonly limits: LimitKeeper;
  readonly ownEvents: OwnEvents;
  readonly callRuns: CallRuns;
  readonly holds: HoldReader;
  readonly waker: HoldWaker;
  readonly destinationWaker: DestinationWaker;
  readonly reporter: DestinationReporter;
  readonly bulk: BulkResolver;
  readonly awaited: AwaitedReports;
  readonly earlier: EarlierCalls;
}
