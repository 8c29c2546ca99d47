import type {
  BulkAnswer,
  BulkCall,
  BulkFailure,
  BulkPass,
  BulkProgress,
  BulkState,
} from '../contracts/keepers/bulk.js';

/** The number of failures that are listed one by one. */
const MAX_FAILURES = 20;

/** With more of them than this, something else is wrong than single calls. */
const MAX_REFUSED = 1_000;

/** The number of passes over calls that no worker answers for. */
const MAX_PASSES_UNANSWERED = 3;

/** Passes begin seconds apart; of the clocks of a cluster's servers one may be a little behind. Milliseconds. */
const CLOCKS_DIFFER = 1_000;

/** Counts what an order comes to: each call once, though several passes meet it. */
export class BulkTally {
  #done: number;
  #gone: number;
  readonly #failures: BulkFailure[];
  readonly #refused: Set<string>;
  #pass: BulkPass;
  #unansweredInEnd = 0;
  #finished: string | null = null;
  #stopped: string | null = null;

  constructor({ progress, pass, refused }: BulkState, now: string) {
    this.#done = progress.done;
    this.#gone = progress.gone;
    this.#failures = [...progress.failures];
    this.#refused = new Set(refused);
    this.#pass = pass ?? newPass(1, now);
  }

  /** Why the order is given up; `null` while it is not. */
  get stopped(): string | null {
    return this.#stopped;
  }

  /** True if another pass might find more. */
  get goesOn(): boolean {
    const { done, unanswered, number } = this.#pass;
    return done > 0 || (unanswered.length > 0 && number < MAX_PASSES_UNANSWERED);
  }

  /** The part of the state that a continued run needs. */
  get carried(): Pick<BulkState, 'pass' | 'refused'> {
    return { pass: this.#pass, refused: [...this.#refused] };
  }

  get progress(): BulkProgress {
    const open = this.#finished === null ? this.#pass.unanswered.length : this.#unansweredInEnd;
    const failed = this.#refused.size + this.#unansweredInEnd;
    return {
      found: this.#done + this.#gone + this.#refused.size + open,
      ...{ done: this.#done, gone: this.#gone, failed, failures: this.#failures },
      ...{ finished: this.#finished, stopped: this.#stopped },
    };
  }

  /** Those whose runs have not refused the decision before. */
  notRefused(calls: readonly BulkCall[]): readonly BulkCall[] {
    return calls.filter(({ callKey }) => !this.#refused.has(callKey));
  }

  beginPass(now: string): void {
    this.#pass = newPass(this.#pass.number + 1, now);
  }

  /** Takes the answers to calls, in their order. */
  add(calls: readonly BulkCall[], answers: readonly BulkAnswer[]): void {
    for (const [place, answer] of answers.entries()) {
      const call = calls[place];
      if (call) this.#addOne(call, answer);
    }
    const reason = (what: string): string => `more than ${MAX_REFUSED} calls ${what}: see why, and give another order`;
    if (this.#refused.size > MAX_REFUSED) this.#stopped = reason('refuse the decision');
    if (this.#pass.unanswered.length > MAX_REFUSED) this.#stopped = reason('are in runs for which no worker answers');
  }

  /** Counts the calls without an answer as failed. */
  finish(now: string): void {
    this.#unansweredInEnd = this.#pass.unanswered.length;
    this.#failures.push(...this.#pass.unanswered.slice(0, MAX_FAILURES - this.#failures.length));
    this.#finished = now;
  }

  #addOne({ run, callKey }: BulkCall, answer: BulkAnswer): void {
    const pass = this.#pass;
    switch (answer.kind) {
      case 'done':
        // Before this pass began, it was counted then.
        if (pass.number > 1 && Date.parse(answer.at) < Date.parse(pass.began) - CLOCKS_DIFFER) return;
        this.#done += 1;
        this.#pass = { ...pass, done: pass.done + 1 };
        return;
      case 'gone':
        if (pass.number === 1) this.#gone += 1;
        return;
      case 'failed':
        this.#refused.add(callKey);
        if (this.#failures.length < MAX_FAILURES) this.#failures.push({ run, callKey, reason: answer.reason });
        return;
      case 'unanswered':
        this.#pass = { ...pass, unanswered: [...pass.unanswered, { run, callKey, reason: answer.reason }] };
    }
  }
}

function newPass(number: number, began: string): BulkPass {
  return { number, began, done: 0, unanswered: [] };
}
