import type { JsonObject, JsonValue } from '../json.js';
import type { LimitClaim } from '../keepers/limit.js';
import type { Money } from '../money.js';
import type { Campaign } from '../runs/event.js';
import type { AnswerRules } from './answers.js';
import type { AllowedHours, Blocked, ElsewhereAnswer, Held } from './recheck.js';
import type { StatusQuestion } from './status.js';

/** The ways in which a call can end. An attempt can be `unknown`, and a call that waits for a person is `parked`. */
export const CALL_OUTCOMES = ['delivered', 'refused', 'suppressed', 'abandoned'] as const;

export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** The effects that a call can have. Waypost never gives up a `money` call without asking a person. */
export const EFFECTS = ['money', 'message', 'data'] as const;

export type Effect = (typeof EFFECTS)[number];

/** The rules for sending a call again after an attempt whose outcome is unknown. */
export const DELIVERY_MODES = ['idempotent', 'reconcile', 'once'] as const;

export type DeliveryMode = (typeof DELIVERY_MODES)[number];

/** The HTTP methods of calls. */
export const METHODS = ['POST', 'GET'] as const;

export type Method = (typeof METHODS)[number];

/** A decided wish to call: what `prepareCall` renders. */
export interface CallRequest {
  readonly callKey: string;
  readonly brand: string;
  readonly action: string;
  readonly playerId: string;
  /** The fields as the story gave them; checked against the action's declaration. */
  readonly fields: JsonObject;
  /** The values of `{{event.x}}`: the data of the event that the call answers to. */
  readonly event: JsonObject;
  /** State that came with an event of this same player and is still fresh; `null` asks the brand's lookup. */
  readonly state: JsonObject | null;
  readonly campaign: Campaign | null;
  /** The journey or rule that decided the call. */
  readonly decidedBy: string;
}

/** The fates of a call that is still undelivered at the end of its patience. Money is always parked. */
export const WHEN_PATIENCE_ENDS = ['park', 'abandon'] as const;

export type WhenPatienceEnds = (typeof WHEN_PATIENCE_ENDS)[number];

/**
 * The decision to send, as it stands in the run's history before the first byte leaves. All attempts carry these bytes.
 * Times are in milliseconds.
 */
export interface PreparedCall {
  readonly callKey: string;
  readonly brand: string;
  readonly action: string;
  readonly playerId: string;
  readonly effect: Effect;
  readonly mode: DeliveryMode;
  readonly value: Money | null;
  /** The journey or rule that decided the call; without it, it is from before this was kept. */
  readonly decidedBy?: string;
  /** The hash of the catalogue that decided. */
  readonly catalogue: string;
  readonly destination: string;
  readonly queue: string;
  /**
   * Its first attempt goes to the queue of the journeys, where Temporal can hand it to the same worker immediately;
   * without it, to `queue` like all others.
   */
  readonly direct?: true;
  readonly timeout: number;
  readonly patience: number;
  readonly whenPatienceEnds: WhenPatienceEnds;
  readonly backOff: BackOff;
  readonly answers: AnswerRules;
  readonly method: Method;
  /** Path and query below the destination's base URL, encoded: `/bonus/cancel?x=1`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** The time after its decision in which it may still be sent; without it, as long as its patience lasts. */
  readonly expires?: number;
  /** The brand's guards that must let it pass: `block`, or `consent:sms` for one that asks by channel; without it, none. */
  readonly guards?: readonly string[];
  /** When it may leave; without it, at any hour. */
  readonly hours?: AllowedHours;
  /** The limits to reserve before the first attempt; without it, none. */
  readonly limits?: readonly LimitClaim[];
  /** The status lookup after an unknown attempt. Only with `reconcile`. */
  readonly status?: StatusQuestion;
  /** A sentence for each choice whose option list could not be asked; without it, none. */
  readonly unchecked?: readonly string[];
}

/** The delay before attempt n + 1 lies, with full jitter, between 0 and `initial` × 2ⁿ⁻¹, at most `maximum`; milliseconds. */
export interface BackOff {
  readonly initial: number;
  readonly maximum: number;
}

/**
 * The decision of `prepareCall`. `later`: prepared again then, since it is outside its hours. `held`: what must be asked first
 * is held, or the action is and would be refused; prepared again after the release. `elsewhere`: it can't be
 * decided within a local activity; ask again on that queue. Of a run that was reset, `maybeSent`: the call as it was
 * sent before that; `handed-over`: it was handed over to its own run.
 */
export type Preparation =
  | { readonly kind: 'ready'; readonly call: PreparedCall; readonly maybeSent?: true }
  | { readonly kind: 'handed-over' }
  | { readonly kind: 'refused'; readonly reason: string }
  | Blocked
  | ElsewhereAnswer;

/** One request to be made for a call. */
export interface SendOrder {
  readonly call: PreparedCall;
  /** 1 for the first attempt of the call. */
  readonly attempt: number;
  /** The run in which the call was decided: when it is not the run that sends, a reset came between. */
  readonly originalRunId: string;
  /** When the call was decided, in milliseconds since 1970; without it, it is from before this was kept. */
  readonly since?: number;
  /** The instant from which on it is stale, in milliseconds since 1970, where no attempt can have arrived; else none. */
  readonly expiresAt?: number;
  /**
   * The run that reported the attempt after which a person said `retry`, or the status lookup `not done`: in that run it
   * may be sent again, also after a reset. `null` where neither has been said, or no run is known.
   */
  readonly confirmedIn: string | null;
}

/**
 * The classes of attempts, by what is known afterwards.
 * `delivered`, `refused`: the other side has answered. `retry`: surely not processed. `unknown`: the bytes may have
 * arrived. `parked`: an answer that says more about the set-up than about the player. `held`: the destination as a
 * whole refuses us, and the call waits for it to be released. `not-sent`: no request was made.
 */
export const ATTEMPT_CLASSES = ['delivered', 'refused', 'retry', 'unknown', 'parked', 'held', 'not-sent'] as const;

export type AttemptClass = (typeof ATTEMPT_CLASSES)[number];

/** The report of one attempt. */
export interface AttemptReport {
  readonly class: AttemptClass;
  /** One sentence for people: what came back, or what went wrong. */
  readonly reason: string;
  /** The HTTP status, when an answer came. */
  readonly status: number | null;
  /**
   * The answer's body, cut to 4 kB: parsed when it is JSON. Of a delivered call whose rules hold a mapping: what it
   * gives, or `null`, with the reason saying why, where the body does not fit it.
   */
  readonly answer: JsonValue;
  /** The delay that `Retry-After` asks for, in milliseconds. */
  readonly retryAfter: number | null;
  /** The destination that it is sent to again; without it, it is not, or it is from before this was kept. */
  readonly destination?: string;
  /** For `not-sent`: the reason that lasts; without it, the reason has passed. */
  readonly blocked?: Blocked;
  /** For `not-sent`: this process has no room for a direct attempt. It is made at once on the queue of the call. */
  readonly noRoom?: true;
  /** When the attempt began (ISO 8601) and how long it took, in milliseconds. */
  readonly at: string;
  readonly took: number;
  /** The run that it was made for; without it, none, or it is from before this was kept. */
  readonly run?: string;
}

/** A named GET whose answer the story branches on. */
export interface LookUpRequest {
  readonly brand: string;
  readonly lookup: string;
  readonly playerId: string;
  readonly params: JsonObject;
}

/** The answer of a lookup; `elsewhere` as in a Preparation, `held` while its destination is held. */
export type LookUpAnswer = { readonly kind: 'answer'; readonly answer: JsonValue } | Held | ElsewhereAnswer;

/** The decisions that a person can make about a parked call. */
export const DECISIONS = ['retry', 'delivered', 'skip'] as const;

export type ResolutionDecision = (typeof DECISIONS)[number];

/** The answers, with `skip`, to whether money moved. `unknown` keeps the reservation of a limit. */
export const MONEY_MOVED = ['no', 'unknown'] as const;

/** The risk that a person accepts by sending money again that may have arrived. */
export const MAY_PAY_TWICE = 'may-pay-twice';

/** The risks that a person can acknowledge. */
export const ACKNOWLEDGEMENTS = [MAY_PAY_TWICE] as const;

export type Acknowledgement = (typeof ACKNOWLEDGEMENTS)[number];

/** The start of the ids of updates that the API sends: it knows the owner of the key, and names no other in `by`. */
export const FROM_API = 'waypost-api:';

/** The start of `by` in a resolution that did not come from the API: nobody has checked that name. */
export const UNVERIFIED = 'unverified: ';

/** A person's decision about a parked call. */
export interface Resolution {
  readonly callKey: string;
  readonly decision: ResolutionDecision;
  /** Only with `skip`. */
  readonly moneyMoved?: (typeof MONEY_MOVED)[number];
  /** For `retry`: must be there where the parked call asks for it. */
  readonly acknowledge?: Acknowledgement;
  /** Who decided: the owner of the key that was used. */
  readonly by: string;
  readonly note?: string;
  /** The operator's own reference of the effect, for `delivered`. */
  readonly reference?: string;
  /** When the call was parked, as the person saw it (ISO 8601): one that was parked again since is not resolved. */
  readonly since?: string;
  /** The order by filter that it is part of. */
  readonly order?: string;
}
