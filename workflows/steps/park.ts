import { CancellationScope, condition } from '@temporalio/workflow';
import type { PreparedCall, Resolution, ResolutionDecision } from '../contracts/call.js';
import { cut } from './bounded.js';
import { now } from './clock.js';
import { WITHOUT_RETRY } from './closing.js';
import type { OpenCall, Run } from './run.js';

const MAX_REASON_BYTES = 300;
const ALL_DECISIONS: readonly ResolutionDecision[] = ['retry', 'delivered', 'skip'];

/** Why a call is parked, and what is known of it. */
export interface ParkingReason {
  readonly reason: string;
  readonly maybeSent: boolean;
  /** `null` when the call could not even be prepared. */
  readonly call: PreparedCall | null;
}

/** Waits, for as long as it takes, for a person's word on a call. An exit does not end this wait. */
export async function park(run: Run, open: OpenCall, why: ParkingReason): Promise<Resolution> {
  const exiting = CancellationScope.current().consideredCancelled;
  open.status = 'parked';
  open.reason = cut(why.reason, MAX_REASON_BYTES);
  run.parked.set(open.callKey, {
    callKey: open.callKey,
    action: open.action,
    destination: why.call?.destination ?? null,
    reason: open.reason,
    since: now(),
    attempts: open.attempts,
    maybeSent: why.maybeSent,
    decisions: exiting ? WITHOUT_RETRY : ALL_DECISIONS,
    value: why.call?.value ?? null,
  });
  run.resolutions.delete(open.callKey);
  run.note('parked', `${open.step} waits for a person: ${why.reason}`, { call: open.callKey });
  run.publish();
  await CancellationScope.nonCancellable(() => condition(() => run.resolutions.has(open.callKey)));
  const resolution = run.resolutions.get(open.callKey);
  if (!resolution) throw new Error(`${open.callKey} was resolved and is not`);
  open.status = 'open';
  open.reason = null;
  return resolution;
}
