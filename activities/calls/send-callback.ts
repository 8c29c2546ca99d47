import { Context } from '@temporalio/activity';
import { mapAnswer } from '../../catalogue/action/map-answer.js';
import type { Destination } from '../../catalogue/destination/definition.js';
import { findDestination, NotInCatalogue } from '../../catalogue/find.js';
import { NOT_KEPT } from '../../outbound/answer/mask-secrets.js';
import { cutBody, readBody } from '../../outbound/answer/read-body.js';
import { retryAfter } from '../../outbound/answer/retry-after.js';
import type { Access } from '../../outbound/auth/authorise.js';
import type { Answer, Failed } from '../../outbound/request/result.js';
import { type JudgedAnswer, sendAuthorised, type AuthFailed } from '../../outbound/request/send-authorised.js';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { AttemptReport, PreparedCall, SendOrder } from '../../workflows/contracts/calls/call.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import { JOURNEYS_QUEUE } from '../../workflows/contracts/names.js';
import { countAttempt } from '../count-attempt.js';
import type { ActivityDependencies } from '../dependencies.js';
import type { Traffic } from '../destinations/traffic.js';
import { attemptDirectly, healthAfter, keptByBreaker, keptByHold } from './admission.js';
import { isAfterReset, ownRun } from './after-reset.js';
import { blockedOnStart } from './blocked-on-start.js';
import { classifyAnswer, classifyFailure, type Verdict } from './classify-answer.js';
import { reportIfGivenUp } from './given-up-attempt.js';
import { notSent, unreported } from './not-sent.js';

const LONGEST_ATTEMPT = 10_000;

/** Creates the activity that makes one HTTP request for a call. Every outcome is returned as a report, never thrown. */
export function createSendCallback(
  dependencies: ActivityDependencies,
  access: Access,
  traffic: Traffic,
): Activities['sendCallback'] {
  const attemptNow: Activities['sendCallback'] = async (order) => {
    const began = Date.now();
    const { call } = order;
    const report = mayRepeatItself(order)
      ? unsentAfterReset(call, began)
      : (expired(order, began) ??
        keptByHold(order, dependencies.holds, began) ??
        (await blockedOnStart(call, dependencies, access, traffic)) ??
        (await reportIfGivenUp(call, dependencies.awaited, began)) ??
        keptByBreaker(order, traffic, began) ??
        (await send(order, dependencies, access, traffic, began)));
    Context.current().log.info('callback attempted', {
      callKey: call.callKey,
      action: call.action,
      attempt: order.attempt,
      class: report.class,
      status: report.status,
      took: report.took,
    });
    countAttempt(call, report);
    noteWaiting(order, report, traffic);
    return { ...report, ...whereItWaits(call, report), ...inRun() };
  };
  return (order) =>
    Context.current().info.taskQueue === JOURNEYS_QUEUE
      ? attemptDirectly(order.call, dependencies, traffic, () => attemptNow(order))
      : attemptNow(order);
}

/** Notes which calls wait for a destination, and since when. */
function noteWaiting({ call, since }: SendOrder, report: AttemptReport, { health }: Traffic): void {
  const { brand, destination, callKey, backOff } = call;
  const waits = whereItWaits(call, report).destination !== undefined;
  if (waits) health.waits(brand, destination, callKey, since ?? Date.now(), report.retryAfter ?? backOff.maximum);
  else health.goesOn(brand, destination, callKey);
}

/** Names the destination where a call waits if it will be sent again. */
function whereItWaits({ destination }: PreparedCall, report: AttemptReport): Pick<AttemptReport, 'destination'> {
  const waits = report.class === 'retry' || report.class === 'unknown' || report.class === 'not-sent';
  return waits && report.blocked === undefined ? { destination } : {};
}

function inRun(): Pick<AttemptReport, 'run'> {
  const run = ownRun();
  return run === null ? {} : { run };
}

async function send(
  order: SendOrder,
  dependencies: ActivityDependencies,
  access: Access,
  traffic: Traffic,
  began: number,
): Promise<AttemptReport> {
  const { call } = order;
  const deadline = Math.min(Date.now() + call.timeout, began + LONGEST_ATTEMPT);
  try {
    const destination = findDestination(dependencies.catalogue(), call.brand, call.destination);
    const report = toReport(order, await attempt(destination, access, call, deadline), began);
    const { class: outcome, status } = report;
    traffic.health.record(call.brand, call.destination, { health: healthAfter(report), outcome, status });
    await traffic.tripper.after(call, report, destination);
    return report;
  } catch (error) {
    if (!(error instanceof NotInCatalogue)) throw error;
    // Another worker might have it already, and a deploy brings it. No person needs to act.
    return toReport(order, { kind: 'unproven', class: 'held', reason: error.message }, began);
  }
}

async function attempt(
  destination: Destination,
  access: Access,
  call: PreparedCall,
  deadline: number,
): Promise<JudgedAnswer | Failed | AuthFailed> {
  const { brand, method, path, headers, body } = call;
  const fresh = call.mode !== 'idempotent';
  const isRejected = call.mode === 'once' ? null : (answer: Answer) => refusesToken(call, answer);
  return sendAuthorised(
    destination,
    { brand, method, path, headers, body, signedAs: call.callKey, deadline, fresh, isRejected },
    access,
  );
}

/**
 * Returns true if a 401 refuses our token. The action's own rules can give a 401 another meaning; such an answer is
 * final.
 */
function refusesToken({ answers, effect }: PreparedCall, answer: Answer): boolean {
  return answer.status === 401 && classifyAnswer(answer, answers, effect).class === 'held';
}

function toReport(order: SendOrder, result: JudgedAnswer | Failed | AuthFailed, began: number): AttemptReport {
  const verdict = classify(order.call, result);
  const answer = result.kind === 'answer' ? result : null;
  const given = answer === null ? { answer: null, note: '' } : handedOut(order.call, verdict, answer);
  const now = Date.now();
  return {
    class: verdict.class,
    reason: verdict.reason + given.note + resetNote(order),
    status: answer?.status ?? null,
    answer: given.answer,
    retryAfter: retryAfter(answer?.headers['retry-after'], now),
    at: new Date(began).toISOString(),
    took: now - began,
  };
}

function classify(call: PreparedCall, result: JudgedAnswer | Failed | AuthFailed): Verdict {
  switch (result.kind) {
    case 'unproven':
      return { class: result.class, reason: result.reason };
    case 'failed':
      return classifyFailure(result);
    case 'answer':
      return classifyAnswer({ ...result, bodyText: result.unmasked() }, call.answers, call.effect);
  }
}

/**
 * Returns the answer for the journey. A call whose answer does not fit the mapping stays delivered, because its effect
 * has happened.
 */
function handedOut(
  call: PreparedCall,
  verdict: Verdict,
  { unmasked, keep }: JudgedAnswer,
): { answer: JsonValue; note: string } {
  const mapping = call.answers.answer;
  const isMapped = mapping !== undefined && verdict.class === 'delivered';
  const mapped = isMapped ? mapAnswer(mapping, readBody(unmasked())) : { text: unmasked() };
  if ('fault' in mapped)
    return { answer: null, note: ` (but nothing is handed on: ${keep(mapped.fault) ?? NOT_KEPT})` };
  const kept = cutBody('text' in mapped ? mapped.text : JSON.stringify(mapped.answer), (text, until) =>
    keep(text, until),
  );
  return kept === undefined ? { answer: null, note: ` (answer ${NOT_KEPT})` } : { answer: kept, note: '' };
}

function resetNote({ originalRunId }: SendOrder): string {
  return isAfterReset(originalRunId) ? ' (sent after a reset: the earlier run might have sent it, too)' : '';
}

/**
 * Returns true if the call can be sent twice without a person's confirmation: its endpoint honours the key. A
 * confirmation from before a reset does not count, because the earlier run might have used it.
 */
function mayRepeatItself({ call, originalRunId, confirmedIn }: SendOrder): boolean {
  return isAfterReset(originalRunId) && call.mode !== 'idempotent' && confirmedIn !== ownRun();
}

/** Returns the report of an attempt that expired while queued; `null` if it did not. */
function expired({ expiresAt = Infinity }: SendOrder, began: number): AttemptReport | null {
  return began < expiresAt ? null : notSent('expired while queued', { began });
}

function unsentAfterReset({ mode }: PreparedCall, began: number): AttemptReport {
  return unreported(`not sent, because it is ${mode} and the run was reset: the earlier run might have sent it`, began);
}
