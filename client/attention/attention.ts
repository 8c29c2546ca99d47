import type { Acknowledgement, Effect, Resolution, ResolutionDecision } from '../../workflows/contracts/calls/call.js';
import type { AnyBulkOrder, BulkOrder, BulkProgress } from '../../workflows/contracts/keepers/bulk.js';
import type { Hold } from '../../workflows/contracts/keepers/hold.js';
import type { Money } from '../../workflows/contracts/money.js';

/**
 * What a person is needed for. `parked-call`: a call that waits for a decision. `run`: an open run that has met what its
 * story did not foresee. `stuck-run`: a run whose workflow task fails again and again, such as by a fault in the code.
 * `failed-run`: a run that in the last seven days has failed, was ended by force, or closed with something left undone.
 * `hold`: one that Waypost has set. `destination-down`: one that has not answered for more than five minutes, while calls
 * wait for it.
 */
export const ATTENTION_KINDS = ['hold', 'destination-down', 'stuck-run', 'parked-call', 'run', 'failed-run'] as const;

export type AttentionKind = (typeof ATTENTION_KINDS)[number];

/** One thing that needs a person. What does not apply is `null`; times are ISO 8601. */
export interface AttentionItem {
  readonly kind: AttentionKind;
  readonly reason: string;
  /** Since when it waits; `null` where nobody has kept it. */
  readonly since: string | null;
  /** The workflow id of the run, and Temporal's id of this very run. */
  readonly id: string | null;
  readonly run: string | null;
  readonly journey: string | null;
  /** The run's own player. */
  readonly playerId: string | null;
  /** The other players that the run's calls are for. */
  readonly beneficiaries: readonly string[];
  readonly destination: string | null;
  readonly action: string | null;
  /** Of a parked call. */
  readonly call: ParkedItem | null;
  /** Of a hold. */
  readonly hold: HoldItem | null;
}

/** A hold, and how many runs wait for it. */
export interface HoldItem extends Pick<Hold, 'id' | 'scope' | 'name' | 'by'> {
  readonly waiting: number;
}

/** What a person must know to decide about a parked call; `null` where its run is from before this was kept. */
export interface ParkedItem {
  readonly callKey: string;
  /** The player it is for. */
  readonly playerId: string | null;
  readonly effect: Effect | null;
  readonly value: Money | null;
  readonly attempts: number | null;
  /** Whether an attempt may have reached the other side. */
  readonly maybeSent: boolean | null;
  readonly decisions: readonly ResolutionDecision[] | null;
  /** What `retry` must acknowledge; `null` also where nothing. */
  readonly acknowledge: Acknowledgement | null;
  /** Whether it is sent again by itself when the hold of what is wrongly set up is released. */
  readonly setUp: boolean;
}

/** What to list: all that is named must fit. */
export interface AttentionFilter {
  readonly brand: string;
  readonly kind?: AttentionKind;
  readonly destination?: string;
  readonly action?: string;
  /** How the reason begins. */
  readonly reason?: string;
  /** The run's own player, or one that the call is for. */
  readonly playerId?: string;
  readonly journey?: string;
}

/** `limit` is 1 to 200; `cursor` is `next` of the page before. */
export interface AttentionQuery extends AttentionFilter {
  readonly limit: number;
  readonly cursor?: string;
}

/**
 * A page. It may hold fewer items than asked for, or a few more, since the calls of one run stay together. `notes` says
 * what could not be looked for.
 */
export interface AttentionPage {
  readonly items: readonly AttentionItem[];
  readonly next: string | null;
  readonly notes: readonly string[];
}

/** What some items come to together. */
export interface AttentionSum {
  readonly count: number;
  /** Since when the oldest waits (ISO 8601). */
  readonly oldest: string | null;
  /** The money of calls that wait, by currency in decimal digits. */
  readonly atStake: Readonly<Record<string, string>>;
  /** The calls of money whose amount is not known. */
  readonly unknownAmounts: number;
  /** The calls of which an attempt may have reached the other side. */
  readonly maybeSent: number;
}

/** Items of one kind, destination, action and reason. */
export interface AttentionGroup extends AttentionSum {
  readonly kind: AttentionKind;
  readonly destination: string | null;
  readonly action: string | null;
  /** `null` for runs that have failed: each has a reason of its own. */
  readonly reason: string | null;
}

/** All that needs a person, in groups: the 200 largest of them. */
export interface AttentionSummary {
  readonly total: AttentionSum;
  readonly groups: readonly AttentionGroup[];
  /** How many groups there are beside these. */
  readonly moreGroups: number;
  /** What was not looked for, or not counted. */
  readonly notes: readonly string[];
}

/** A decision about one parked call of a brand. */
export interface ResolveOrder extends Resolution {
  readonly brand: string;
}

/** A person's word, as the run has taken it; the first one where it is repeated. */
export interface ResolvedCall extends Resolution {
  /** The workflow id of its run. */
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
}

/** An order by filter: `given` is false where the same id has given it before. */
export interface OrderStatus<Order extends AnyBulkOrder> {
  readonly given: boolean;
  readonly order: Order;
  readonly progress: BulkProgress;
}

/** An order to resolve by filter. */
export type BulkStatus = OrderStatus<BulkOrder>;

/** What needs a person, and what a person decides. Raises the errors of `errors.ts`. */
export interface Attention {
  list(query: AttentionQuery): Promise<AttentionPage>;
  summary(brand: string): Promise<AttentionSummary>;
  /** Resolves one parked call. @throws NothingKnown, ResolvedOtherwise, OrderRefused, NoWorkerAnswered */
  resolve(order: ResolveOrder): Promise<ResolvedCall>;
  /** Orders a decision about every call that fits; Temporal carries it out. @throws OrderRefused for a used id */
  resolveAll(order: BulkOrder): Promise<BulkStatus>;
  /** How far an order has come; without a worker. @throws NothingKnown */
  progress(brand: string, id: string): Promise<BulkStatus>;
}
