import type { ReceivedEvent } from '../runs/event.js';
import type { HeardType } from '../runs/journey-entry.js';
import type { OwnEventType } from '../runs/own-events.js';
import type { RenderedCall } from '../runs/rule.js';
import type { AttemptReport, CallRequest } from './call.js';
import type { RedoOf } from './redo.js';

/** The knowledge gained from the attempts of a call. */
export interface CallProgress {
  /** An attempt may have reached the other side. */
  maybeSent: boolean;
  /** Sending again is known to be right: a person has said `retry`, or the status lookup `not done`. */
  confirmed: boolean;
  /** The number of attempts. */
  attempts: number;
  /** When the call was decided, in milliseconds since 1970: its patience and expiry count from here. */
  since: number;
  /** When guards and hours last let it pass, in milliseconds since 1970: they are asked again when that is long ago. */
  knownAt: number;
  /** The last attempt; `null` before the first. */
  last: AttemptReport | null;
}

/** The input of `callRun`: a call that lives on its own, from its first attempt or from where another has left it. */
export interface CallRunInput {
  readonly request: CallRequest;
  /** The name of the step that made it. */
  readonly step: string;
  /** The event that decided it. */
  readonly event: ReceivedEvent;
  /** The hash of the catalogue that it was decided under. */
  readonly catalogue: string;
  /** The bytes to send; `null` where it is not prepared yet. */
  readonly prepared: RenderedCall | null;
  /** The knowledge from earlier attempts; `null` for none. */
  readonly progress: CallProgress | null;
  /** The events that cut the call off where it was surely not sent; without it, none. */
  readonly exitsOn?: readonly HeardType<string>[];
  /** The key of the journey's run: of the events that name one, those of other keys are not meant; without it, all are. */
  readonly exitKey?: string;
  /** Waypost's own events that rules of the brand listen to; without it, none. */
  readonly announces?: readonly OwnEventType[];
  /** The call that this one does again; without it, none. */
  readonly redo?: RedoOf;
}
