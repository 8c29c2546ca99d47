import type { CallOutcome } from '../contracts/call.js';
import type { OwnEventType } from '../contracts/own-events.js';
import { announce, inThisRun } from './announce.js';
import { cut, MAX_REASON_BYTES } from './bounded.js';
import type { OpenCall } from './calls.js';
import type { Run } from './run.js';

/** Notes that a call is made; `attempts` were made before this run. */
export function openCall(run: Run, callKey: string, action: string, step: string, attempts = 0): OpenCall {
  const open: OpenCall = {
    ...{ callKey, action, step, attempts, status: 'open', reason: null, nextAttemptAt: null },
    handingOver: false,
  };
  run.calls.steps.add(step);
  run.calls.open.add(open);
  run.note('called', run.closing ? `${step}, while exiting` : step, { call: callKey });
  return open;
}

/** Notes how a call ended, or that it lives on in a run of its own. */
export function noteSettled(run: Run, call: OpenCall, status: CallOutcome | 'pending', reason: string): void {
  run.calls.settle(call, status, reason);
  const kind = status === 'pending' ? 'handed-over' : 'outcome';
  run.note(kind, `${call.step}: ${status}, ${reason}`, { call: call.callKey });
  if (status === 'delivered' || status === 'refused') tellOfCall(run, `waypost.call.${status}`, call, reason);
}

/** Tells the brand's rules what became of a call. */
export function tellOfCall(run: Run, type: OwnEventType, call: OpenCall, reason: string): void {
  const { callKey, action, attempts } = call;
  const data = { action, callKey, journey: run.entry.name, reason: cut(reason, MAX_REASON_BYTES) };
  // A call is parked as often as it takes, and has one outcome, in whichever run.
  const about = type === 'waypost.call.parked' ? inThisRun(`${callKey} ${attempts}`) : [callKey];
  announce(run, type, about, data);
}
