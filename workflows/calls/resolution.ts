import { ApplicationFailure } from '@temporalio/workflow';
import { jsonBytes } from '../bounded.js';
import { ACKNOWLEDGEMENTS, DECISIONS, MONEY_MOVED, type Resolution } from '../contracts/calls/call.js';
import { FAILURES } from '../contracts/failures.js';
import type { ParkedCall } from '../contracts/runs/run.js';
import type { Calls } from './open-calls.js';

const MAX_WORDS_BYTES = 300;
/** The owner of a key, and the id of an order, have up to 128 letters of any alphabet. */
const MAX_NAME_BYTES = 1_000;
const NAMES: readonly string[] = ['by', 'order'];
const REQUIRED = ['callKey', 'decision', 'by'] as const;
const FIELDS = [...REQUIRED, 'acknowledge', 'moneyMoved', 'note', 'reference', 'since', 'order'] as const;
/** The placeholders in Temporal's UI that a person replaces. */
export const TO_FILL_IN = {
  by: 'your name',
  reference: "the operator's reference",
  moneyMoved: MONEY_MOVED.join(' | '),
};
const EXAMPLE = '{ "callKey": "wp_…", "decision": "skip", "moneyMoved": "no", "by": "dana" }';

/**
 * Refuses an invalid decision about a parked call. It can come from Temporal's UI, typed by hand.
 * @throws ApplicationFailure `DecisionNotPossible`, whose first detail names the field, `CallNotParked`,
 * `AlreadyResolved`
 */
export function checkResolution(calls: Calls, said: unknown): void {
  const resolution = readResolution(said);
  const { callKey, decision } = resolution;
  const parked = calls.parked.get(callKey);
  if (parked) {
    refuseUnfit(resolution, parked);
    return;
  }
  const earlier = calls.resolutions.get(callKey);
  if (!earlier)
    throw ApplicationFailure.nonRetryable(`no call ${callKey} is parked in this run`, FAILURES.callNotParked);
  if (earlier.decision !== decision) {
    const reason = `${callKey} was resolved as ${earlier.decision} by ${earlier.by}`;
    throw ApplicationFailure.nonRetryable(reason, FAILURES.alreadyResolved);
  }
}

function readResolution(said: unknown): Resolution {
  if (typeof said !== 'object' || said === null || Array.isArray(said)) {
    throw impossible('callKey', `a decision is one JSON object, such as ${EXAMPLE}`);
  }
  const fields = new Map(Object.entries(said));
  for (const name of REQUIRED) {
    if (fields.get(name) === undefined) throw impossible(name, `${name} is missing: write ${EXAMPLE}`);
  }
  for (const [name, value] of fields) {
    if (!(FIELDS as readonly string[]).includes(name)) {
      throw impossible(name, `there is no field ${name}: remove it; the fields are ${FIELDS.join(', ')}`);
    }
    if (typeof value !== 'string' || value === '') throw impossible(name, `${name} must be a text that is not empty`);
    const most = NAMES.includes(name) ? MAX_NAME_BYTES : MAX_WORDS_BYTES;
    if (jsonBytes(value) > most) throw impossible(name, `${name} is too long: at most ${most} bytes`);
  }
  const resolution = said as Resolution;
  refuseUnread(resolution);
  return resolution;
}

function refuseUnread({ by, decision, moneyMoved, acknowledge, reference, since }: Resolution): void {
  if (by === TO_FILL_IN.by) throw impossible('by', 'by is not filled in: write your own name');
  if (reference === TO_FILL_IN.reference) {
    throw impossible('reference', 'reference is not filled in: write it, or take the field out');
  }
  if (moneyMoved !== undefined && !MONEY_MOVED.includes(moneyMoved)) {
    throw impossible('moneyMoved', `moneyMoved must be ${MONEY_MOVED.join(' or ')}`);
  }
  if (moneyMoved !== undefined && decision !== 'skip') {
    throw impossible('moneyMoved', 'moneyMoved goes with skip alone: take it out');
  }
  if (acknowledge !== undefined && !ACKNOWLEDGEMENTS.includes(acknowledge)) {
    throw impossible('acknowledge', `acknowledge must be ${ACKNOWLEDGEMENTS.join(' or ')}`);
  }
  if (acknowledge !== undefined && decision !== 'retry') {
    throw impossible('acknowledge', 'acknowledge goes with retry alone: take it out');
  }
  if (reference !== undefined && decision !== 'delivered') {
    throw impossible('reference', 'reference goes with delivered alone: take it out, or write it into the note');
  }
  if (since !== undefined && Number.isNaN(Date.parse(since))) {
    throw impossible('since', 'since must be the instant at which the call was parked: 2026-03-01T12:30:00.000Z');
  }
}

function refuseUnfit(resolution: Resolution, parked: ParkedCall): void {
  const { callKey, decision, moneyMoved, acknowledge, since } = resolution;
  if (since !== undefined && Date.parse(since) !== Date.parse(parked.since)) {
    const reason = `${callKey} was parked again at ${parked.since}: look at it again, then decide`;
    throw ApplicationFailure.nonRetryable(reason, FAILURES.alreadyResolved);
  }
  if (!parked.decisions.includes(decision)) {
    const known = DECISIONS.includes(decision);
    const why = known ? `the run is exiting, so ${callKey} is not sent again` : `no such decision: ${decision}`;
    throw impossible('decision', `${why}: decide ${parked.decisions.join(' or ')}`);
  }
  if (decision === 'skip' && parked.maybeSent && parked.effect === 'money' && moneyMoved === undefined) {
    const reason = `an attempt of ${callKey} may have arrived: say with skip whether money moved, no or unknown`;
    throw impossible('moneyMoved', reason);
  }
  if (decision === 'retry' && parked.acknowledge && acknowledge === undefined) {
    const fix = `send "acknowledge": "${parked.acknowledge}" with retry if it must be sent again all the same`;
    throw impossible('acknowledge', `an attempt of ${callKey} may have arrived, and retry ${costOf(parked)}: ${fix}`);
  }
}

/** The cost of a `retry` that must be acknowledged: `can pay player-3 25.00 EUR twice`. */
export function costOf({ playerId, value }: Pick<ParkedCall, 'playerId' | 'value'>): string {
  return `can pay ${playerId ?? 'the player'} ${value ? `${value.amount} ${value.currency}` : 'an unknown amount'} twice`;
}

function impossible(field: string, reason: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(reason, FAILURES.decisionNotPossible, field);
}
