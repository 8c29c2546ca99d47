import {
  type Acknowledgement,
  CALL_OUTCOMES,
  type Effect,
  type Resolution,
  type ResolutionDecision,
} from '../calls/call.js';
import type { UndeliveredCall } from '../calls/redo.js';
import type { JsonObject, JsonValue } from '../json.js';
import type { Money } from '../money.js';
import type { ReceivedEvent } from './event.js';
import type { OwnEventType } from './own-events.js';

/** The statuses of a run. The first three are open, the last four closed. */
export const RUN_STATUSES = ['open', 'paused', 'exiting', 'ended', 'exited', 'cancelled', 'failed'] as const;

export type RunStatus = (typeof RUN_STATUSES)[number];

/** The input of every journey's workflow. */
export interface RunInput {
  readonly brand: string;
  readonly playerId: string;
  readonly key: string | null;
  readonly event: ReceivedEvent;
  /** The brand's settings, fixed at entry. */
  readonly settings: JsonObject;
  /** The hash of the catalogue that the run was started under. */
  readonly catalogue: string;
  /** The legacy of an earlier run of the same id. */
  readonly carried: Carried | null;
  /** Waypost's own events that rules of the brand listen to; without it, none. */
  readonly announces?: readonly OwnEventType[];
  /** Of a call's own run: as in `CallRunInput`. */
  readonly exitKey?: string;
}

/** The state that `startOver` and `restart` hand to the next run. */
export interface Carried {
  /** The number of times that the story has started over since its start event. */
  readonly freshStarts: number;
  /** The story's argument of `startOver`. */
  readonly carry: JsonValue;
  readonly seen: readonly string[];
  readonly unconsumed: readonly ReceivedEvent[];
  /** The state in which the earlier run closed, without its own `previous`. */
  readonly previous: RunState;
}

/** The kinds of journal lines that runs write. */
export const JOURNAL_KINDS = [
  'entered',
  'heard',
  'ignored',
  'dropped',
  'condition-failed',
  'stage',
  'changed',
  'waiting',
  'waited',
  'looked-up',
  'rule-decided',
  'called',
  'redo',
  'found-after-reset',
  'guards-passed',
  'limited',
  'attempt',
  'waiting-hours',
  'waiting-answer',
  'held',
  'released',
  'asked',
  'handed-over',
  'outcome',
  'parked',
  'resolved',
  'compensating',
  'paused',
  'resumed',
  'woken',
  'full',
  'exiting',
  'exited',
  'cancelled',
  'restarted',
  'started-over',
  'failed',
  'ended',
] as const;

/**
 * The kinds of journal lines that only earlier builds wrote. They remain in stored states: `cleared` is `guards-passed`
 * today. In those states, `held` also stands for `waiting-hours` and `waiting-answer`, and `looked-up` for `rule-decided`
 * and `found-after-reset`.
 */
export const LEGACY_JOURNAL_KINDS = ['cleared'] as const;

export type JournalKind = (typeof JOURNAL_KINDS)[number];

/** One line of a run's journal: when (ISO 8601), what, and a sentence; `call`, `event` and `detail` where they apply. */
export interface JournalLine {
  readonly at: string;
  readonly what: JournalKind | (typeof LEGACY_JOURNAL_KINDS)[number];
  readonly text: string;
  readonly call?: string;
  readonly event?: string;
  readonly detail?: JsonObject;
}

/** A call that waits for a person. */
export interface ParkedCall {
  readonly callKey: string;
  readonly action: string;
  readonly destination: string | null;
  readonly reason: string;
  readonly since: string;
  readonly attempts: number;
  /** True if an attempt may have reached the other side. */
  readonly maybeSent: boolean;
  /** The decisions that a person can make: while the run exits, a call of its story is not sent again. */
  readonly decisions: readonly ResolutionDecision[];
  readonly value: Money | null;
  /** Its effect; without it, it is from before this was kept. */
  readonly effect?: Effect;
  /**
   * True if an answer that points to a wrong set-up parked it: it is sent again when its hold is released, unless `retry`
   * must be acknowledged.
   */
  readonly setUp?: boolean;
  /** The player it is for; without it, it is from before this was kept. */
  readonly playerId?: string;
  /** The risk that `retry` must acknowledge; `null` for none; without it, it is from before this was kept. */
  readonly acknowledge?: Acknowledgement | null;
}

/** The statuses of a call: `pending` once it lives on in its own run; else `open` or `parked` until it has an outcome. */
export const CALL_STATUSES = ['open', 'parked', 'pending', ...CALL_OUTCOMES] as const;

export type CallStatus = (typeof CALL_STATUSES)[number];

/** The state of one call of the run. */
export interface CallState {
  readonly callKey: string;
  readonly action: string;
  readonly step: string;
  readonly attempts: number;
  readonly status: CallStatus;
  readonly reason: string | null;
  /** When the next attempt is due, while the call backs off (ISO 8601). */
  readonly nextAttemptAt: string | null;
  /** The player it is for; without it and the next three, it is from before they were kept. */
  readonly playerId?: string;
  /** Its effect and its money; `null` while it is not prepared. */
  readonly effect?: Effect | null;
  readonly value?: Money | null;
  /** True if an attempt may have reached the other side without an answer. */
  readonly maybeSent?: boolean;
  /** The key of the call that this one does again; without it, none. */
  readonly redoOf?: string;
}

/** A run explained: what one query returns, and what the run returns as its result. Plain JSON, at most 512 kB. */
export interface RunState {
  readonly brand: string;
  readonly journey: string;
  readonly playerId: string;
  readonly key: string | null;
  readonly status: RunStatus;
  readonly stage: string;
  /** The things that the run waits for: event types, `a timer`, `a person`; empty while it acts. */
  readonly waitingFor: readonly string[];
  /** The earliest deadline of what it waits for (ISO 8601). */
  readonly until: string | null;
  /** The end of the run, in words; `null` while it is open. */
  readonly outcome: string | null;
  readonly needsAttention: readonly string[];
  readonly parked: readonly ParkedCall[];
  readonly calls: readonly CallState[];
  /** The calls that ended without their effect; without it, none, or the run is from before this was kept. */
  readonly undelivered?: readonly UndeliveredCall[];
  readonly resolutions: readonly (Resolution & { readonly at: string })[];
  readonly settings: JsonObject;
  readonly catalogue: string;
  readonly startedBy: { readonly id: string; readonly type: string; readonly occurredAt: string };
  readonly eventsTaken: number;
  /** Ignored events, counted by `type: reason`. */
  readonly ignored: Readonly<Record<string, number>>;
  readonly journal: readonly JournalLine[];
  /** The lines that fell out of the journal. */
  readonly journalDropped: number;
  readonly previous: RunState | null;
}

/** A parked call as a memo holds it; of a run from before more was kept, only what is required here. */
export type ParkedSummary = Pick<ParkedCall, 'callKey' | 'action' | 'reason' | 'since'> & Partial<ParkedCall>;

/** The memo of every run. With it, lists need no queries. */
export interface RunMemo {
  readonly startedBy: { readonly id: string; readonly occurredAt: string; readonly request: string };
  readonly full?: boolean;
  /** The first 50 of its parked calls. */
  readonly parked?: readonly ParkedSummary[];
  /** Why a person should look at the run beside its parked calls. */
  readonly attention?: readonly string[];
}
