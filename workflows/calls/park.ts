import { CancellationScope, CancelledFailure, condition } from '@temporalio/workflow';
import { cut, MAX_REASON_BYTES } from '../bounded.js';
import { DECISIONS, type PreparedCall, type Resolution } from '../contracts/calls/call.js';
import { WITHOUT_RETRY } from '../runs/closing.js';
import type { Run } from '../runs/run.js';
import { now } from '../time.js';
import { noteParked, announceCall } from './delivery.js';
import { type Settled, settledByPerson, toAcknowledge } from './next-step.js';
import type { OpenCall } from './open-calls.js';

/** Why a call is parked, and what is known of it. */
interface ParkingReason {
  readonly reason: string;
  readonly maybeSent: boolean;
  /** `null` when the call could not even be prepared. */
  readonly call: PreparedCall | null;
  /** True if the call goes on by itself when its hold is released. */
  readonly setUp: boolean;
}

/**
 * Blocks until someone resolves the parked call. An exit does not end this wait.
 * @throws CancelledFailure when the call is handed over to its own run, which parks it again.
 */
export async function park(run: Run, open: OpenCall, why: ParkingReason): Promise<Resolution> {
  const exiting = CancellationScope.current().consideredCancelled;
  open.status = 'parked';
  open.reason = cut(why.reason, MAX_REASON_BYTES);
  run.calls.parked.set(open.callKey, {
    callKey: open.callKey,
    action: open.action,
    destination: why.call?.destination ?? null,
    reason: open.reason,
    since: now(),
    attempts: open.attempts,
    maybeSent: why.maybeSent,
    decisions: exiting ? WITHOUT_RETRY : DECISIONS,
    value: why.call?.value ?? null,
    ...(why.call ? { effect: why.call.effect } : {}),
    ...(why.setUp ? { setUp: true } : {}),
    playerId: open.playerId,
    acknowledge: toAcknowledge(why.call, why.maybeSent),
  });
  run.calls.resolutions.delete(open.callKey);
  noteParked(run, open, why.reason);
  run.publish();
  announceCall(run, 'waypost.call.parked', open, why.reason);
  await CancellationScope.nonCancellable(() =>
    condition(() => run.calls.resolutions.has(open.callKey) || run.isHandingOver(open)),
  );
  const resolution = run.calls.resolutions.get(open.callKey);
  if (!resolution) {
    run.calls.parked.delete(open.callKey);
    throw new CancelledFailure(`${open.callKey} is handed over`);
  }
  open.status = 'open';
  open.reason = null;
  return resolution;
}

/** The end of a call that was never sent. */
export function unsent(outcome: 'refused' | 'suppressed', reason: string): Settled {
  return { outcome, reason, answer: null, counts: false };
}

/** Asks a person about a call that has not come to its delivery. `null`: it is tried again. */
export async function parkUndelivered(
  run: Run,
  open: OpenCall,
  why: Omit<ParkingReason, 'setUp'>,
): Promise<Settled | null> {
  const resolution = await park(run, open, { ...why, setUp: false });
  return resolution.decision === 'retry' ? null : settledByPerson(resolution);
}
