import type { JsonObject } from '../json.js';
import type { Money } from '../money.js';
import type { Acknowledgement, CallOutcome, CallRequest, Effect } from './call.js';

/** The outcomes of a call that can be done again. */
export const UNDELIVERED = ['refused', 'suppressed', 'abandoned'] as const satisfies readonly CallOutcome[];

export type UndeliveredOutcome = (typeof UNDELIVERED)[number];

/** The parts that a call was made of; `event` is `null` if it was the data of the event that started the run. */
export interface KeptRequest extends Pick<CallRequest, 'fields' | 'state' | 'campaign'> {
  readonly event: JsonObject | null;
}

/** A call that ended without its effect: all that is needed to do it again. */
export interface UndeliveredCall extends Pick<CallRequest, 'callKey' | 'action' | 'playerId' | 'decidedBy'> {
  readonly step: string;
  readonly outcome: UndeliveredOutcome;
  readonly reason: string;
  /** When it ended (ISO 8601). */
  readonly at: string;
  /** True if an attempt might have arrived, and no person has said that it had no effect. */
  readonly maybeSent: boolean;
  /** `null` in these three: it was never rendered. */
  readonly effect: Effect | null;
  readonly value: Money | null;
  readonly destination: string | null;
  /** `null` where it was too large to be kept. */
  readonly request: KeptRequest | null;
}

/** The order to do a call again, in the input of its new run. */
export interface RedoOf {
  /** The key of the call that is done again. */
  readonly callKey: string;
  readonly by: string;
  readonly reason: string;
  /** The id of the order: the caller's own for one call, that of the order by filter for many; `null` for none. */
  readonly order: string | null;
}

/** Which undelivered calls of a brand: all that is named must fit. */
export interface RedoFilter {
  readonly action?: string;
  readonly destination?: string;
  readonly outcome?: UndeliveredOutcome;
  /** The journey or the rule that decided the call. */
  readonly journey?: string;
  readonly rule?: string;
  /** The player that the call is for. */
  readonly playerId?: string;
  /** Ended at this instant or later, and before that one (ISO 8601). */
  readonly after?: string;
  readonly before?: string;
  readonly reasonContains?: string;
}

/** An order to do every call again that fits. `id` is the caller's own, so that a repeat is the same order. */
export interface RedoOrder {
  readonly kind: 'redo';
  readonly brand: string;
  readonly id: string;
  readonly by: string;
  readonly reason: string;
  readonly filter: RedoFilter;
  /** Without it, calls that may have arrived are left out. */
  readonly acknowledge?: Acknowledgement;
  /** The number of calls done again per second. */
  readonly perSecond: number;
}
