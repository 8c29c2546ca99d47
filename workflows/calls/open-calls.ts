import { cut, MAX_REASON_BYTES } from '../bounded.js';
import type { CallOutcome, Resolution } from '../contracts/calls/call.js';
import type { CallState, ParkedCall } from '../contracts/runs/run.js';
import { Undelivered } from '../redo/undelivered.js';

const MAX_SETTLED_CALLS = 200;
const MAX_RESOLUTIONS = 100;
const MAX_BENEFICIARIES = 100;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The state of a call, as the run keeps it. */
export type OpenCall = Writable<Required<Omit<CallState, 'redoOf'>> & Pick<CallState, 'redoOf'>> & {
  /** The story no longer waits for it: it goes on in its own run. */
  handingOver: boolean;
};

/** The calls of one run: the open ones, those that wait for a person, and how the others ended. */
export class Calls {
  readonly open = new Set<OpenCall>();
  readonly steps = new Set<string>();
  readonly undelivered = new Undelivered();
  readonly parked = new Map<string, ParkedCall>();
  readonly resolutions = new Map<string, Resolution & { readonly at: string }>();
  /** The last players, other than the run's own, that calls were for; the latest comes last. */
  readonly beneficiaries = new Set<string>();
  /** The number of holds released since the run began. */
  releases = 0;
  /** By destination, the number of times that it was found up again. */
  readonly answers = new Map<string, number>();
  /** The number of tasks that must end before the run can close. The story does not wait for them. */
  unfinished = 0;
  readonly #settled: CallState[] = [];

  /** True once every call has its outcome and its follow-up is done. */
  get allSettled(): boolean {
    return this.open.size === 0 && this.unfinished === 0;
  }

  /** Notes how a call ended, or that it lives on in its own run. */
  settle({ handingOver: _, ...call }: OpenCall, status: CallOutcome | 'pending', reason: string): void {
    this.#settled.push({ ...call, status, reason: cut(reason, MAX_REASON_BYTES), nextAttemptAt: null });
    if (this.#settled.length > MAX_SETTLED_CALLS) this.#settled.shift();
  }

  /** Notes that a call is for another player than the run's own. */
  addBeneficiary(playerId: string): void {
    this.beneficiaries.delete(playerId);
    this.beneficiaries.add(playerId);
    const [oldest] = this.beneficiaries;
    if (oldest !== undefined && this.beneficiaries.size > MAX_BENEFICIARIES) this.beneficiaries.delete(oldest);
  }

  /** Keeps a person's decision. */
  resolve(resolution: Resolution & { readonly at: string }): void {
    this.parked.delete(resolution.callKey);
    this.resolutions.delete(resolution.callKey);
    this.resolutions.set(resolution.callKey, resolution);
    for (const oldest of this.resolutions.keys()) {
      if (this.resolutions.size <= MAX_RESOLUTIONS) break;
      this.resolutions.delete(oldest);
    }
  }

  /** Every call, the settled ones first. */
  states(): CallState[] {
    return [...this.#settled, ...[...this.open].map(({ handingOver: _, ...call }) => call)];
  }
}
