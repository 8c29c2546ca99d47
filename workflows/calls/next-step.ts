import type { CallProgress } from '../contracts/calls/call-run.js';
import {
  type Acknowledgement,
  type AttemptReport,
  type CallOutcome,
  MAY_PAY_TWICE,
  type PreparedCall,
  type Resolution,
} from '../contracts/calls/call.js';
import type { Blocked } from '../contracts/calls/recheck.js';
import type { JsonValue } from '../contracts/json.js';

/** The end of a call, and the other side's answer. */
export interface Settled {
  readonly outcome: CallOutcome;
  readonly reason: string;
  readonly answer: JsonValue;
  /** True if its effect may have happened. It then counts for the limits. */
  readonly counts: boolean;
}

/** A call that a person is asked about. */
export interface ToPark {
  readonly do: 'park';
  readonly reason: string;
  /** True if the answer points to a wrong set-up. The call then goes on when its hold is released. */
  readonly setUp: boolean;
}

/** Sent again after a back-off. `report`: the attempt that is still to be journalled, with the time of the next. */
export interface Again {
  readonly do: 'again';
  readonly reason: string;
  readonly report: AttemptReport | null;
}

/** The next step of a call that has been decided. */
export type NextStep =
  | { readonly do: 'send' }
  | Again
  /** The status lookup first. `blocked` says why it is not sent again, whatever that answers. */
  | { readonly do: 'ask'; readonly blocked: string | null }
  | { readonly do: 'wait'; readonly blocked: Extract<Blocked, { kind: 'later' | 'held' }> }
  | { readonly do: 'settle'; readonly settled: Settled }
  | ToPark;

type Known = Pick<CallProgress, 'maybeSent'>;

/** Decides what an attempt leads to, by the mode of the call. */
export function afterAttempt(report: AttemptReport, call: PreparedCall, known: Known): NextStep {
  switch (report.class) {
    case 'delivered':
      return settle('delivered', report.reason, true, report.answer);
    case 'refused':
      return afterRefusal(report, call, known);
    case 'unknown':
      return afterUnknown(report, call);
    case 'retry':
      return mayRepeat(report, call) ? again(report) : park(`not sent again, since it is once: ${report.reason}`);
    case 'parked':
      return park(report.reason, true);
    case 'held':
      if (!mayRepeat(report, call)) return park(report.reason, true);
      return { do: 'wait', blocked: { kind: 'held', hold: 'the destination', reason: report.reason } };
    case 'not-sent':
      return report.blocked ? whenBlocked(report.blocked, call, known) : again(report);
    default:
      // A class of a later build, after a rollback: a person can read it.
      return park(`${String(report.class satisfies never)}: ${report.reason}`);
  }
}

/** Decides about a call that must not be sent now. A suppressed call that may have been sent before is not sent again. */
export function whenBlocked(blocked: Blocked, call: PreparedCall, { maybeSent }: Known): NextStep {
  if (blocked.kind !== 'suppressed') return { do: 'wait', blocked };
  const reason = `${blocked.by}: ${blocked.reason}`;
  if (!maybeSent) return settle('suppressed', reason, false);
  if (call.status) return { do: 'ask', blocked: reason };
  return park(`an attempt may have arrived, and it is not sent again: ${reason}`);
}

/** Decides about a call at the end of its patience. */
export function whenPatienceEnds(reason: string, call: PreparedCall, { maybeSent }: Known): NextStep {
  const why = `patience ended: ${reason}`;
  const gives = call.effect !== 'money' && call.whenPatienceEnds === 'abandon' && !maybeSent;
  return gives ? settle('abandoned', why, false) : park(why);
}

/**
 * Returns the risk that a person must acknowledge to send a parked call again; `null` for none. Money that may have arrived is paid
 * twice, unless the endpoint knows the key. A clear status leaves nothing that may have arrived.
 */
export function toAcknowledge(call: PreparedCall | null, maybeSent: boolean): Acknowledgement | null {
  const risky = call !== null && maybeSent && call.effect === 'money' && call.mode !== 'idempotent';
  return risky ? MAY_PAY_TWICE : null;
}

/** The end of a call that a person decided not to send again. */
export function settledByPerson(resolution: Resolution): Settled {
  const by = `by ${resolution.by}`;
  if (resolution.decision === 'delivered') {
    const answer = resolution.reference ?? null;
    return { outcome: 'delivered', reason: `found delivered ${by}`, answer, counts: true };
  }
  const moved = resolution.moneyMoved === undefined ? '' : `, money moved: ${resolution.moneyMoved}`;
  const counts = resolution.moneyMoved === 'unknown';
  return { outcome: 'abandoned', reason: `skipped ${by}${moved}`, answer: null, counts };
}

/** A settled call, as a step. */
export function settle(outcome: CallOutcome, reason: string, counts: boolean, answer: JsonValue = null): NextStep {
  return { do: 'settle', settled: { outcome, reason, answer, counts } };
}

function again(report: AttemptReport): Again {
  return { do: 'again', reason: report.reason, report };
}

function park(reason: string, setUp = false): ToPark {
  return { do: 'park', reason, setUp };
}

/** 409 after an attempt that may have arrived is as likely its duplicate as a refusal: with money, a person looks. */
function afterRefusal(report: AttemptReport, call: PreparedCall, { maybeSent }: Known): NextStep {
  if (
    maybeSent &&
    report.status === 409 &&
    call.effect === 'money' &&
    call.answers.duplicateIsDelivered === undefined
  ) {
    return park(`${report.reason}; an earlier attempt may have arrived, and this may be its duplicate`);
  }
  return settle('refused', report.reason, false, report.answer);
}

function afterUnknown(report: AttemptReport, call: PreparedCall): NextStep {
  if (call.mode === 'idempotent') return again(report);
  if (call.mode === 'reconcile' && call.status) return { do: 'ask', blocked: null };
  return park(`not sent again, since it is ${call.mode}: ${report.reason}`);
}

/** In `once` mode a request that was answered is the only one; what never left may still be sent. */
function mayRepeat(report: AttemptReport, call: PreparedCall): boolean {
  return call.mode !== 'once' || report.status === null;
}
