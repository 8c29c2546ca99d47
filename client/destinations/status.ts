import type { DestinationHealth, LastAnswer } from '../../workflows/contracts/keepers/destination.js';
import type { Hold } from '../../workflows/contracts/keepers/hold.js';

/** The status of a destination. `unknown`: no worker process has sent anything there recently. Times are ISO 8601. */
export interface DestinationStatus {
  readonly destination: string;
  readonly state: 'held' | DestinationHealth | 'unknown';
  readonly since: string | null;
  readonly lastAnswer: LastAnswer | null;
  /** Number of runs in which a call or lookup waits for it, or for its hold. */
  readonly waiting: number;
  /** Time since which the oldest of them waits. For a held destination, the earliest possible time. */
  readonly oldest: string | null;
  /** The open calls of the newest of these runs; `null` if none waits. */
  readonly sample: WaitingSample | null;
  /** The next step for a person, in a sentence. */
  readonly advice: string;
  /** Results of the requests in five minutes, from the last report. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Time of that report. */
  readonly reportedAt: string | null;
  /** The holds that keep its calls: its own, and the brand's. */
  readonly holds: readonly Pick<Hold, 'id' | 'by' | 'since' | 'reason'>[];
}

/** Open calls of some waiting runs. */
export interface WaitingSample {
  /** Number of runs that answered; at most 50 are asked. */
  readonly runs: number;
  /** Number of calls by action. */
  readonly actions: Readonly<Record<string, number>>;
  /** Money of the calls, by currency in decimal digits. */
  readonly money: Readonly<Record<string, string>>;
  /** Number of money calls whose amount is unknown. */
  readonly unknownAmounts: number;
}

/** Numbers of open runs of a brand that need a person, or wait. */
export interface WaitingCounts {
  readonly person: number;
  readonly hold: number;
  readonly destination: number;
}
