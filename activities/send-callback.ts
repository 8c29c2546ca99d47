import { Context } from '@temporalio/activity';
import { NotInCatalogue } from '../catalogue/errors.js';
import { findDestination } from '../catalogue/find.js';
import { authorise } from '../outbound/authorise.js';
import { sendRequest, type RequestResult } from '../outbound/request.js';
import { retryAfter } from '../outbound/retry-after.js';
import { SecretMissing } from '../outbound/secrets.js';
import type { Activities } from '../workflows/contracts/activities.js';
import type { AttemptReport, PreparedCall, SendOrder } from '../workflows/contracts/call.js';
import { classifyAnswer, classifyFailure, type Verdict } from './classify-answer.js';
import type { ActivityDependencies } from './dependencies.js';
import { cutBody } from './read-body.js';

const LONGEST_ATTEMPT = 10_000;

/** The activity that makes one HTTP request for a call. What the other side does is reported and never thrown. */
export function createSendCallback(dependencies: ActivityDependencies): Activities['sendCallback'] {
  return async (order) => {
    const began = Date.now();
    const { call } = order;
    const result = await attempt(dependencies, call, began + Math.min(call.timeout, LONGEST_ATTEMPT));
    const report = toReport(order, result, began);
    Context.current().log.info('callback attempted', {
      callKey: call.callKey,
      action: call.action,
      attempt: order.attempt,
      class: report.class,
      status: report.status,
      took: report.took,
    });
    return report;
  };
}

/** No request was made, since the destination as a whole can't be used. */
interface Held {
  readonly kind: 'held';
  readonly reason: string;
}

async function attempt(
  dependencies: ActivityDependencies,
  call: PreparedCall,
  deadline: number,
): Promise<RequestResult | Held> {
  try {
    const destination = findDestination(dependencies.catalogue(), call.brand, call.destination);
    const proof = await authorise(destination, dependencies.environment ?? process.env);
    return await sendRequest({
      base: destination.url,
      method: call.method,
      path: call.path,
      headers: { ...call.headers, ...proof },
      body: call.body,
      deadline,
      fresh: call.mode !== 'idempotent',
    });
  } catch (error) {
    if (error instanceof SecretMissing || error instanceof NotInCatalogue)
      return { kind: 'held', reason: error.message };
    throw error;
  }
}

function toReport(order: SendOrder, result: RequestResult | Held, began: number): AttemptReport {
  const verdict = classify(order.call, result);
  const answer = result.kind === 'answer' ? result : null;
  const now = Date.now();
  return {
    class: verdict.class,
    reason: verdict.reason + resetNote(order),
    status: answer?.status ?? null,
    answer: answer === null ? null : cutBody(answer.bodyText),
    retryAfter: retryAfter(answer?.headers['retry-after'], now),
    at: new Date(began).toISOString(),
    took: now - began,
  };
}

function classify(call: PreparedCall, result: RequestResult | Held): Verdict {
  switch (result.kind) {
    case 'held':
      return { class: 'held', reason: result.reason };
    case 'failed':
      return classifyFailure(result);
    case 'answer':
      return classifyAnswer(result, call.answers, call.effect);
  }
}

/** A reset makes a new run out of the old one, which may have sent this call already. */
function resetNote(order: SendOrder): string {
  const runId = Context.current().info.workflowExecution?.runId;
  return runId === order.originalRunId ? '' : ' (sent after a reset: the run before it may have sent it too)';
}
