import type { Duration } from '@temporalio/common';
import { ApplicationFailure } from '@temporalio/workflow';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { call, type CallOptions, type CallResult } from '../calls/call.js';
import type { CallOutcome } from '../contracts/calls/call.js';
import type {
  ActionName,
  AnswerOf,
  Events,
  EventType,
  FieldsOf,
  LookedUp,
  LookupName,
  ParamsOf,
} from '../contracts/catalogue-types.js';
import { FAILURES } from '../contracts/failures.js';
import type { JsonObject, JsonValue } from '../contracts/json.js';
import type { PlayerEvent, ReceivedEvent } from '../contracts/runs/event.js';
import type { HeardType, JourneyEntry } from '../contracts/runs/journey-entry.js';
import type { RunState } from '../contracts/runs/run.js';
import { lookUp, type LookUpOptions } from '../reads/look-up.js';
import { msToNumber } from '../temporal.js';
import { nextLocalHour, now } from '../time.js';
import { changed } from './changed.js';
import type { Run } from './run.js';
import { toldWords } from './story.js';
import { sleepUntil, waitFor } from './wait.js';

/** An event of one of these types, each with its own data. */
export type EventOf<T extends EventType> = { [K in T]: ReceivedEvent<K, Events[K]> }[T];

type NameOf<H> = H extends { readonly type: infer T extends EventType } ? T : H extends EventType ? H : never;
type Heard<E extends JourneyEntry> = E['hears'] extends readonly HeardType[] ? NameOf<E['hears'][number]> : never;
type Used<E extends JourneyEntry> = E['uses'] extends readonly string[] ? E['uses'][number] : never;
type SettingsOf<E extends JourneyEntry> = E extends { readonly settings: infer S extends JSONSchema }
  ? FromSchema<S>
  : unknown;
/** Options may be left out when nothing in them is required. */
type Options<O> = Partial<O> extends O ? [options?: O] : [options: O];
type RequiredUnlessEmpty<Name extends string, V> =
  Partial<V> extends V ? { readonly [K in Name]?: V } : { readonly [K in Name]: V };

/** A name that is written out in the story, so that it is the same in every run and build. */
type WrittenOut<N extends string> = string extends N ? never : N extends '' ? never : N;

/** The end of a story, made by `j.end` or `j.startOver`. */
export type StoryEnd =
  { readonly kind: 'end'; readonly reason: string } | { readonly kind: 'start-over'; readonly carry: JsonValue };

/** The options of a call. */
export type CallArguments<A extends ActionName> = RequiredUnlessEmpty<'fields', FieldsOf<A>> & {
  /** Whom the call is about; the run's own player unless said. */
  readonly player?: string;
  /** Another name for the step, for a second call of the same action. */
  readonly as?: string;
  /** The event that `{{event.x}}` stands for; the start event unless said. */
  readonly event?: ReceivedEvent<EventType, Events[EventType]>;
};

/** The options of a lookup. */
export type LookUpArguments<L extends LookupName> = RequiredUnlessEmpty<'params', ParamsOf<L>> & {
  readonly player?: string;
  /** The patience; an hour unless given. Afterwards the step throws `LookUpUnavailable`. */
  readonly within?: Duration;
};

/** The options of a wait: a time limit, always, and a pure condition. */
export interface WaitArguments<T extends EventType> {
  readonly within: Duration;
  readonly where?: (data: Events[T], event: EventOf<T>) => boolean;
}

/** The words that a story is written in. Nothing else in a story touches time, chance or the world. */
export interface JourneyContext<E extends JourneyEntry> {
  /** The event that started the run. */
  readonly event: EventOf<E['startsOn']>;
  readonly brand: string;
  readonly playerId: string;
  readonly key: string | null;
  /** The brand's settings, as they stood when the run was entered. */
  readonly settings: SettingsOf<E>;
  /** The value passed to `startOver`; `null` in a first life. */
  readonly carried: JsonValue;
  /** The final state of the run that `restart` or `startOver` closed. */
  readonly previous: RunState | null;

  /** Asks a lookup. Throws `LookUpUnavailable` when its time is over without an answer. */
  lookUp<L extends Used<E> & LookupName>(lookup: L, ...options: Options<LookUpArguments<L>>): Promise<LookedUp<L>>;
  /**
   * Decides a call and settles it: retries, patience, a person's decision. Never throws for an answer of the other side.
   * With `within`, the story waits no longer than that: the answer is then `pending`, and the call lives on in its own run.
   */
  call<A extends Used<E> & ActionName>(
    action: A,
    options: CallArguments<A> & { readonly within: Duration },
  ): Promise<CallResult<AnswerOf<A>, CallOutcome | 'pending'>>;
  call<A extends Used<E> & ActionName>(
    action: A,
    ...options: Options<CallArguments<A>>
  ): Promise<CallResult<AnswerOf<A>>>;
  /**
   * Waits for an event that the entry hears: one that comes, or one that came since the run started and that no other
   * wait has consumed. `undefined` when the time is over.
   */
  waitFor<T extends Heard<E>>(types: T | readonly T[], options: WaitArguments<T>): Promise<EventOf<T> | undefined>;
  sleep(duration: Duration): Promise<void>;
  /** Sleeps until an ISO 8601 instant; one that has passed is no sleep. */
  sleepUntil(instant: string): Promise<void>;
  /** Sleeps until clocks in a time zone (`Europe/Malta`) next show a full hour, 0 to 23; at that hour it is no sleep. */
  sleepUntilHour(hour: number, where: { readonly timeZone: string }): Promise<void>;
  /**
   * Guards a change of the story while runs sleep: `if (j.changed('2026-12 asks consent first'))`. True for a run that
   * reaches this place now, false for one that had passed it before the change existed. A run keeps its first answer
   * wherever the same name is asked again, until it starts over. The name has at most 100 characters.
   */
  changed<N extends string>(name: WrittenOut<N>): boolean;
  /** Names the stage that the run is in, for people who look at it. */
  stage(name: string): void;
  /** The run's time (ISO 8601), the same at every replay. */
  now(): string;
  /** A number from 0 to 1, the same at every replay. */
  random(): number;
  /** Registers an action for when the run exits, after the compensations. */
  onExit(act: () => Promise<unknown>): void;
  /** Registers an undo for when the run exits, fails or is cancelled. Undos run in reverse order. */
  compensate(act: () => Promise<unknown>): void;
  /** Ends the story: `return j.end('no deposit in 30 days')`. */
  end(reason: string): StoryEnd;
  /** Starts the story over with an empty history: `return j.startOver(carry)`. For stories that live for ever. */
  startOver(carry?: JsonValue): StoryEnd;
}

/** The words of a story, bound to its run. */
export function contextOf<E extends JourneyEntry>(run: Run): JourneyContext<E> {
  const { input } = run;
  const context = {
    event: input.event,
    brand: input.brand,
    playerId: input.playerId,
    key: input.key,
    settings: input.settings,
    carried: run.carry,
    previous: input.carried?.previous ?? null,
    lookUp: (name: string, options: LookUpOptions = {}) => step(lookUp(run, name, options)),
    call: (name: string, options: CallOptions = {}) => step(call(run, name, options)),
    waitFor: (types: string | readonly string[], { within, where }: UntypedWait) =>
      step(
        waitFor(run, {
          types: typeof types === 'string' ? [types] : types,
          matches: (event) => where?.(event.data, event) ?? true,
          within,
        }),
      ),
    sleep: (duration: Duration) => step(sleepUntil(run, Date.now() + msToNumber(duration))),
    sleepUntil: (instant: string) => step(sleepUntil(run, instantOf(instant))),
    sleepUntilHour: (hour: number, { timeZone }: { timeZone: string }) =>
      step(sleepUntil(run, localHour(hour, timeZone))),
    changed: (name: string) => changed(run, name),
    stage: (name: string) => run.enterStage(name),
    now,
    random: () => Math.random(),
    onExit: (act: () => Promise<unknown>) => {
      run.onExit = act;
    },
    compensate: (act: () => Promise<unknown>) => {
      run.compensations.push(act);
    },
    end: (reason: string): StoryEnd => ({ kind: 'end', reason }),
    startOver: (carry: JsonValue = null): StoryEnd => ({ kind: 'start-over', carry }),
  };
  // The story sees the types of its own entry; the steps beneath work for every entry.
  return toldWords(context) as unknown as JourneyContext<E>;
}

/**
 * An exit cuts off every step, also one that the story has begun and not awaited yet. Unhandled, its rejection would
 * stop the workflow task for ever; handled here, it still reaches whoever awaits the step later.
 */
function step<T>(begun: Promise<T>): Promise<T> {
  begun.catch(() => undefined);
  return begun;
}

interface UntypedWait {
  readonly within: Duration;
  readonly where?: (data: JsonObject, event: PlayerEvent) => boolean;
}

function instantOf(instant: string): number {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) {
    throw ApplicationFailure.nonRetryable(
      `sleepUntil takes an ISO 8601 instant, not '${instant}'`,
      FAILURES.misusedStep,
    );
  }
  return time;
}

function localHour(hour: number, timeZone: string): number {
  try {
    return nextLocalHour(Date.now(), hour, timeZone);
  } catch (error) {
    throw ApplicationFailure.nonRetryable(`sleepUntilHour: ${String(error)}`, FAILURES.misusedStep);
  }
}
