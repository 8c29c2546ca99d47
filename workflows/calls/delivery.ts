import { metricMeter } from '@temporalio/workflow';
import { cut, MAX_REASON_BYTES } from '../bounded.js';
import type { CallProgress } from '../contracts/calls/call-run.js';
import type { CallOutcome, CallRequest, PreparedCall } from '../contracts/calls/call.js';
import { METRICS } from '../contracts/metrics.js';
import type { OwnEventType } from '../contracts/runs/own-events.js';
import type { RenderedCall } from '../contracts/runs/rule.js';
import { announce, inThisRun } from '../events/own-events.js';
import type { Run } from '../runs/run.js';
import type { OpenCall } from './open-calls.js';

/** A call that has been decided. What becomes known of it is kept in here, for a run that takes it over. */
export interface Decided {
  readonly request: CallRequest;
  /** The bytes to send; `null` while it is not prepared. */
  prepared: RenderedCall | null;
  readonly progress: CallProgress;
}

/** A call on its way: the run that it is of, its bytes, and what has become known. */
export interface Delivery {
  readonly run: Run;
  readonly open: OpenCall;
  readonly call: PreparedCall;
  readonly progress: CallProgress;
}

/** The names of a call. */
type About = Pick<OpenCall, 'callKey' | 'action' | 'step' | 'playerId'>;

/** Notes that a call is made; `progress` tells of attempts that were made before this run. */
export function openCall(run: Run, about: About, progress: CallProgress | null = null): OpenCall {
  const { callKey, playerId, step } = about;
  const open: OpenCall = {
    ...about,
    ...{ attempts: progress?.attempts ?? 0, status: 'open', reason: null, nextAttemptAt: null },
    ...{ effect: null, value: null, maybeSent: progress?.maybeSent ?? false, handingOver: false },
  };
  run.calls.steps.add(step);
  run.calls.open.add(open);
  // A call for an e-mail address is refused, and attributes are never encrypted.
  if (playerId !== run.input.playerId && !playerId.includes('@')) run.calls.addBeneficiary(playerId);
  const name = inWords(run, open);
  const detail = { player: playerId };
  run.note('called', run.closing ? `${name}, while exiting` : name, { call: callKey, detail });
  return open;
}

/** Notes the bytes that a call is sent with. */
export function notePrepared(open: OpenCall, { effect, value }: PreparedCall): void {
  open.effect = effect;
  open.value = value;
}

/** A call as the journal names it, the run's own player left out: `credit-referrer of 25.00 EUR for player-3`. */
export function inWords(run: Run, { step, value, playerId }: OpenCall): string {
  const worth = value === null ? '' : ` of ${value.amount} ${value.currency}`;
  return playerId === run.input.playerId ? `${step}${worth}` : `${step}${worth} for ${playerId}`;
}

/** Notes how a call ended, or that it lives on in its own run. */
export function noteSettled(run: Run, call: OpenCall, status: CallOutcome | 'pending', reason: string): void {
  run.calls.settle(call, status, reason);
  if (status !== 'pending') count(METRICS.outcomes, { brand: run.input.brand, action: call.action, outcome: status });
  const kind = status === 'pending' ? 'handed-over' : 'outcome';
  run.note(kind, `${inWords(run, call)}: ${status}, ${reason}`, { call: call.callKey });
  if (status === 'delivered' || status === 'refused') announceCall(run, `waypost.call.${status}`, call, reason);
}

/** Notes that a call is parked. */
export function noteParked(run: Run, call: OpenCall, reason: string): void {
  run.note('parked', `${inWords(run, call)} waits for a person: ${reason}`, { call: call.callKey });
  count(METRICS.parked, { brand: run.input.brand, action: call.action });
}

/** Not while a history is replayed, and without a command in it. */
function count({ name, help }: { readonly name: string; readonly help: string }, labels: Record<string, string>): void {
  metricMeter.createCounter(name, undefined, help).add(1, labels);
}

/** Tells the brand's rules what became of a call. */
export function announceCall(run: Run, type: OwnEventType, call: OpenCall, reason: string): void {
  const { callKey, action, attempts } = call;
  const data = { action, callKey, journey: run.entry.name, reason: cut(reason, MAX_REASON_BYTES) };
  // A call is parked as often as it takes, and has one outcome, in whichever run.
  const about = type === 'waypost.call.parked' ? inThisRun(`${callKey} ${attempts}`) : [callKey];
  announce(run, type, about, data);
}
