import type { Acknowledgement, Effect, Resolution, ResolutionDecision } from '../../workflows/contracts/calls/call.js';
import type { AnyBulkOrder, BulkOrder, BulkProgress } from '../../workflows/contracts/keepers/bulk.js';
import type { Hold } from '../../workflows/contracts/keepers/hold.js';
import type { Money } from '../../workflows/contracts/money.js';

/**
 * The kinds of items that need a person. `parked-call`: a call waits for a decision. `run`: an open run has met a case
 * that its journey does not handle. `stuck-run`: a run's workflow task fails again and again, for example because of a
 * bug. `stalled-run`: an open run that waits for nothing that Temporal has under way, so that it goes on only when it is
 * woken. `paused-run`: a workflow was paused in Temporal itself, so nothing of it goes on. `failed-run`: in the last seven
 * days a run failed, was terminated, or closed with clean-up left undone. `hold`: Waypost has set a hold.
 * `destination-down`: a destination has not answered for more than five minutes while calls wait for it.
 */
export const ATTENTION_KINDS = [
  'hold',
  'destination-down',
  'stuck-run',
  'stalled-run',
  'paused-run',
  'parked-call',
  'run',
  'failed-run',
] as const;

export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** One item that needs a person. Fields that don't apply are `null`; times are ISO 8601. */
export interface AttentionItem {
  readonly kind: AttentionKind;
  readonly reason: string;
  /** Time since which it waits; `null` if not recorded. */
  readonly since: string | null;
  /** The workflow id of the run, and Temporal's run id. */
  readonly id: string | null;
  readonly run: string | null;
  readonly journey: string | null;
  /** The run's own player. */
  readonly playerId: string | null;
  /** The other players that the run's calls are for. */
  readonly beneficiaries: readonly string[];
  readonly destination: string | null;
  readonly action: string | null;
  /** Set for a parked call. */
  readonly call: ParkedItem | null;
  /** Set for a hold. */
  readonly hold: HoldItem | null;
}

/** A hold, and the number of runs that wait for it. */
export interface HoldItem extends Pick<Hold, 'id' | 'scope' | 'name' | 'by'> {
  readonly waiting: number;
}

/** Facts for the decision about a parked call; `null` if the run is older than the field. */
export interface ParkedItem {
  readonly callKey: string;
  /** The player that it is for. */
  readonly playerId: string | null;
  readonly effect: Effect | null;
  readonly value: Money | null;
  readonly attempts: number | null;
  /** True if an attempt might have reached the destination. */
  readonly maybeSent: boolean | null;
  readonly decisions: readonly ResolutionDecision[] | null;
  /** The acknowledgement that `retry` needs; `null` if none. */
  readonly acknowledge: Acknowledgement | null;
  /** True if the call is sent again by itself when the hold for its wrong set-up is released. */
  readonly setUp: boolean;
}

/** A filter of items: all fields that are set must fit. */
export interface AttentionFilter {
  readonly brand: string;
  readonly kind?: AttentionKind;
  readonly destination?: string;
  readonly action?: string;
  /** Start of the reason. */
  readonly reason?: string;
  /** The run's own player, or the player of the call. */
  readonly playerId?: string;
  readonly journey?: string;
}

/** `limit` is 1 to 200; `cursor` is `next` of the page before. */
export interface AttentionQuery extends AttentionFilter {
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * A page. It can hold fewer items than requested, or a few more, because the calls of one run stay together. `notes`
 * names sources that could not be searched.
 */
export interface AttentionPage {
  readonly items: readonly AttentionItem[];
  readonly next: string | null;
  readonly notes: readonly string[];
}

/** Totals over some items. */
export interface AttentionSum {
  readonly count: number;
  /** Time since which the oldest waits (ISO 8601). */
  readonly oldest: string | null;
  /** Money of waiting calls, by currency in decimal digits. */
  readonly atStake: Readonly<Record<string, string>>;
  /** Number of money calls whose amount is unknown. */
  readonly unknownAmounts: number;
  /** Number of calls that might have reached the destination. */
  readonly maybeSent: number;
}

/** Totals over items of one kind, destination, action and reason. */
export interface AttentionGroup extends AttentionSum {
  readonly kind: AttentionKind;
  readonly destination: string | null;
  readonly action: string | null;
  /** `null` for failed runs, because each has its own reason. */
  readonly reason: string | null;
}

/** Everything that needs a person, in groups: the 200 largest of them. */
export interface AttentionSummary {
  readonly total: AttentionSum;
  readonly groups: readonly AttentionGroup[];
  /** Number of further groups. */
  readonly moreGroups: number;
  /** Sources that could not be searched or counted in full. */
  readonly notes: readonly string[];
}

/** A decision about one parked call of a brand. */
export interface ResolveOrder extends Resolution {
  readonly brand: string;
}

/** A decision as the run recorded it; the first one if it was repeated. */
export interface ResolvedCall extends Resolution {
  /** The workflow id of its run. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The status of an order by filter. `given` is false if the same id gave it before. */
export interface OrderStatus<Order extends AnyBulkOrder> {
  readonly given: boolean;
  readonly order: Order;
  readonly progress: BulkProgress;
}

/** The status of an order to resolve by filter. */
export type BulkStatus = OrderStatus<BulkOrder>;

/** Lists what needs a person, and takes their decisions. Throws the errors of `errors.ts`. */
export interface Attention {
  list(query: AttentionQuery): Promise<AttentionPage>;
  summary(brand: string): Promise<AttentionSummary>;
  /** Resolves one parked call. @throws NothingKnown, ResolvedOtherwise, OrderRefused, NoWorkerAnswered */
  resolve(order: ResolveOrder): Promise<ResolvedCall>;
  /** Orders a decision about every call that fits. A workflow carries it out. @throws OrderRefused for a used id */
  resolveAll(order: BulkOrder): Promise<BulkStatus>;
  /** Returns the progress of an order; needs no worker. @throws NothingKnown */
  progress(brand: string, id: string): Promise<BulkStatus>;
}
