import { ApplicationFailure, CancellationScope, condition } from '@temporalio/workflow';
import { cut, MAX_REASON_BYTES } from '../bounded.js';
import { Calls, type OpenCall } from '../calls/open-calls.js';
import { FAILURES } from '../contracts/failures.js';
import type { JsonObject, JsonValue } from '../contracts/json.js';
import { isForHold } from '../contracts/keepers/hold.js';
import type { ReceivedEvent } from '../contracts/runs/event.js';
import type { JourneyEntry } from '../contracts/runs/journey-entry.js';
import type { JournalKind, RunInput, RunState } from '../contracts/runs/run.js';
import { now } from '../time.js';
import { type Closing, WITHOUT_RETRY } from './closing.js';
import { Inbox } from './inbox.js';
import { Journal } from './journal.js';
import { publish } from './publish.js';

const MAX_KINDS_IGNORED = 100;
const MAX_ATTENTION = 20;
const MAX_OUTCOME_BYTES = 1_000;

/** Something the run waits for; `until` in milliseconds since 1970. */
export interface Waiting {
  readonly on: string;
  readonly until: number | null;
}

/** One run: its state, and the few things that steps do to it. Everything here is rebuilt by replay. */
export class Run {
  readonly journal = new Journal();
  readonly inbox: Inbox;
  /** The story runs in it; an exit cancels it. */
  readonly storyScope = new CancellationScope();
  readonly waiting = new Set<Waiting>();
  readonly calls = new Calls();
  readonly attention = new Set<string>();
  readonly compensations: (() => Promise<unknown>)[] = [];
  /** The answers of `changed`, by name. */
  readonly changes = new Map<string, boolean>();
  onExit: (() => Promise<unknown>) | null = null;
  /** Hears of each journal line, in a replay that compares stories. */
  onNote: ((what: JournalKind, text: string, about: { readonly call?: string }) => void) | null = null;
  closing: Closing | null = null;
  #closed: { readonly status: RunState['status']; readonly outcome: string } | null = null;
  paused = false;
  full = false;
  /** Set when required clean-up failed; keeps `NeedsAttention` after the run closes. */
  leavesUndone = false;
  stage = 'entered';
  eventsTaken = 0;
  readonly #ignored = new Map<string, number>();
  #freshState: JsonObject | null;

  constructor(
    readonly entry: JourneyEntry,
    readonly input: RunInput,
    /** The rule that the run is one of; `null` in a journey's. */
    readonly rule: string | null = null,
  ) {
    this.inbox = new Inbox(input.carried?.seen ?? [], input.carried?.unconsumed ?? [], {
      conditionFailed: (event, error) => {
        this.needAttention('condition failed');
        this.note('condition-failed', `the condition of a wait threw on ${event.type}: ${String(error)}`, {
          event: event.id,
        });
      },
      dropped: (event) =>
        this.note('dropped', `${event.type} was dropped: too many wait unconsumed`, { event: event.id }),
    });
    this.#freshState = input.event.state ?? null;
  }

  /** Names the stage that the story is in. Shown when the run next waits. */
  enterStage(stage: string): void {
    this.stage = cut(stage, MAX_REASON_BYTES);
    this.note('stage', stage);
  }

  /** Writes a line into the journal. */
  note(what: JournalKind, text: string, about: { call?: string; event?: string; detail?: JsonObject } = {}): void {
    this.journal.add({ at: now(), what, text, ...about });
    this.onNote?.(what, text, about);
  }

  /** Counts an event that the run does nothing about. */
  ignore(event: ReceivedEvent, reason: string): void {
    const known = this.#ignored.size < MAX_KINDS_IGNORED || this.#ignored.has(`${event.type}: ${reason}`);
    const kind = known ? `${event.type}: ${reason}` : `others: ${reason}`;
    const count = (this.#ignored.get(kind) ?? 0) + 1;
    this.#ignored.set(kind, count);
    if (count === 1) this.note('ignored', `${event.type} was ignored: ${reason}`, { event: event.id });
  }

  /** Raises `NeedsAttention` until the run closes; with `forGood`, also afterwards. */
  needAttention(reason: string, { forGood }: { readonly forGood: boolean } = { forGood: false }): void {
    if (this.attention.size < MAX_ATTENTION) this.attention.add(cut(reason, MAX_REASON_BYTES));
    this.leavesUndone ||= forGood;
    publish(this);
  }

  /** Shows what is going on in attributes, memo and current details: called when the run is about to wait. */
  publish(): void {
    publish(this);
  }

  /**
   * Begins a step: at once, or after a pause, with a promise to wait for. Each promise in a workflow costs its worker time.
   * @throws ApplicationFailure `RunIsClosing` in the story of a run that has begun to close.
   */
  begin(step: string): Promise<void> | null {
    this.refuseAfterExit(step);
    return this.resumed()?.then(() => this.refuseAfterExit(step)) ?? null;
  }

  /** Resolves when the run goes on after a pause. An exit ends a pause. `null` when there is none. */
  resumed(): Promise<void> | null {
    if (!this.paused || this.closing) return null;
    return condition(() => !this.paused || this.closing !== null);
  }

  /** True if `close` would change anything. A run that is about to restart can still exit. */
  get canClose(): boolean {
    return !this.closed && (!this.closing || this.closing.as === 'restarted');
  }

  /** Closes the run before its story's own end: from here only compensations and `onExit` send. */
  close(closing: Closing): void {
    const first = !this.closing;
    this.closing = closing;
    this.paused = false;
    this.note('exiting', closing.reason);
    // The next life hears only what came since its start.
    if (closing.as === 'restarted') this.inbox.forget();
    if (first) {
      for (const [key, call] of this.calls.parked) this.calls.parked.set(key, { ...call, decisions: WITHOUT_RETRY });
      this.storyScope.cancel();
    }
    publish(this);
  }

  /** Notes how the run has closed. */
  end(status: RunState['status'], outcome: string): void {
    this.#closed = { status, outcome: cut(outcome, MAX_OUTCOME_BYTES) };
  }

  get closed(): { readonly status: RunState['status']; readonly outcome: string } | null {
    return this.#closed;
  }

  /** The player's state that came with the event. It is fresh until the run's next wait. */
  freshStateOf(playerId: string): JsonObject | null {
    return playerId === this.input.playerId ? this.#freshState : null;
  }

  /** Notes that the story goes on from an event, or that it waits and what it knew of the player grows old. */
  refreshState(event: ReceivedEvent | null): void {
    this.#freshState = event?.state ?? null;
  }

  /** True if the call goes on without its story. An exit comes first. */
  isHandingOver(call: OpenCall): boolean {
    return call.handingOver && !this.closing;
  }

  get status(): RunState['status'] {
    if (this.closed) return this.closed.status;
    if (this.closing) return 'exiting';
    return this.paused ? 'paused' : 'open';
  }

  /** The reasons for a person to look at the run. */
  get needsAttention(): string[] {
    return [...this.attention, ...[...this.calls.parked.values()].map((call) => `parked: ${call.callKey}`)];
  }

  /** The things that the run waits for, in words, and its earliest deadline. */
  get waits(): { readonly waitingFor: string[]; readonly until: string | null } {
    if (this.closed) return { waitingFor: [], until: null };
    const waitingFor = new Set([...this.waiting].map((waiting) => waiting.on));
    if (this.calls.parked.size > 0 || this.paused) waitingFor.add('a person');
    const deadlines = [...this.waiting].flatMap((waiting) => waiting.until ?? []);
    const until = deadlines.length > 0 ? new Date(Math.min(...deadlines)).toISOString() : null;
    return { waitingFor: inOrder(waitingFor), until };
  }

  /** The run explained. */
  state(): RunState {
    const { input } = this;
    const undelivered = this.calls.undelivered.calls;
    return {
      brand: input.brand,
      journey: this.entry.name,
      playerId: input.playerId,
      key: input.key,
      status: this.status,
      stage: this.stage,
      ...this.waits,
      outcome: this.closed?.outcome ?? null,
      needsAttention: this.needsAttention,
      parked: [...this.calls.parked.values()],
      calls: this.calls.states(),
      ...(undelivered.length > 0 ? { undelivered } : {}),
      resolutions: [...this.calls.resolutions.values()],
      settings: input.settings,
      catalogue: input.catalogue,
      startedBy: { id: input.event.id, type: input.event.type, occurredAt: input.event.occurredAt },
      eventsTaken: this.eventsTaken,
      ignored: Object.fromEntries(this.#ignored),
      journal: this.journal.lines(),
      journalDropped: this.journal.dropped,
      previous: input.carried?.previous ?? null,
    };
  }

  /** The value that the story passed to `startOver`; `null` in a first life. */
  get carry(): JsonValue {
    return this.input.carried?.carry ?? null;
  }

  private refuseAfterExit(step: string): void {
    if (CancellationScope.current().consideredCancelled) {
      throw ApplicationFailure.nonRetryable(`${step}: the run is closing, nothing more is sent`, FAILURES.runIsClosing);
    }
  }
}

/** Sorts by name, holds first: queries find waiting runs by how the list begins. */
export function inOrder(waitingFor: ReadonlySet<string>): string[] {
  const sorted = [...waitingFor].sort();
  return [...sorted.filter(isForHold), ...sorted.filter((on) => !isForHold(on))];
}
