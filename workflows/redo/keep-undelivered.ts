import { cut, MAX_REASON_BYTES } from '../bounded.js';
import type { Decided } from '../calls/delivery.js';
import type { OpenCall } from '../calls/open-calls.js';
import type { CallOutcome } from '../contracts/calls/call.js';
import type { KeptRequest } from '../contracts/calls/redo.js';
import type { Run } from '../runs/run.js';
import { now } from '../time.js';

/** Keeps a call that ended without its effect in the run's state, so that a person can order it to be done again. */
export function keepUndelivered(
  run: Run,
  { step }: OpenCall,
  decided: Decided,
  { outcome, reason }: { readonly outcome: CallOutcome; readonly reason: string },
): void {
  if (outcome === 'delivered') return;
  const { callKey, action, playerId, decidedBy } = decided.request;
  const call = decided.prepared?.kind === 'ready' ? decided.prepared.call : null;
  run.calls.undelivered.add({
    ...{ callKey, action, playerId, decidedBy, step, outcome, reason: cut(reason, MAX_REASON_BYTES), at: now() },
    maybeSent: decided.progress.maybeSent && !isKnownUndone(run, callKey),
    ...{ effect: call?.effect ?? null, value: call?.value ?? null, destination: call?.destination ?? null },
    request: keptRequest(run, decided),
  });
}

/** True if the person who skipped the call said that no money moved. */
function isKnownUndone(run: Run, callKey: string): boolean {
  const resolution = run.calls.resolutions.get(callKey);
  return resolution?.decision === 'skip' && resolution.moneyMoved === 'no';
}

function keptRequest(run: Run, { request: { event, fields, state, campaign } }: Decided): KeptRequest {
  const { data } = run.input.event;
  const isOfRun = event === data || JSON.stringify(event) === JSON.stringify(data);
  return { fields, state, campaign, event: isOfRun ? null : event };
}
