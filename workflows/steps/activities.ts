import {
  type ActivityOptions,
  ActivityCancellationType,
  type LocalActivityOptions,
  proxyActivities,
  proxyLocalActivities,
} from '@temporalio/workflow';
import type { Activities } from '../contracts/activities.js';
import type {
  AttemptReport,
  CallRequest,
  LookUpAnswer,
  LookUpRequest,
  Preparation,
  SendOrder,
} from '../contracts/call.js';
import type { RuleDecision, RuleRequest } from '../contracts/rule.js';

type Reads = Pick<Activities, 'prepareCall' | 'lookUp' | 'decideRule'>;

/** One short attempt: it may run again when its workflow task is dropped, so it only ever reads. */
const LOCAL: LocalActivityOptions = {
  startToCloseTimeout: '1500 milliseconds',
  retry: { maximumAttempts: 1 },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
};

/** Temporal may repeat a read. */
const READ: ActivityOptions = {
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
};

/** Temporal never repeats a request: its retry would hide each attempt's failure from the workflow. */
const SEND: ActivityOptions = {
  startToCloseTimeout: '15 seconds',
  retry: { maximumAttempts: 1 },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
};

/** Where and for how long a read may be repeated; milliseconds. */
export interface Elsewhere {
  readonly queue: string;
  readonly within: number;
}

export function prepareCallHere(request: CallRequest): Promise<Preparation> {
  return proxyLocalActivities<Reads>({ ...LOCAL, summary: request.action }).prepareCall(request);
}

export function prepareCallOn({ queue, within }: Elsewhere, request: CallRequest): Promise<Preparation> {
  const options = { ...READ, taskQueue: queue, scheduleToCloseTimeout: within, summary: `prepare ${request.action}` };
  return proxyActivities<Reads>(options).prepareCall(request);
}

export function lookUpHere(request: LookUpRequest): Promise<LookUpAnswer> {
  return proxyLocalActivities<Reads>({ ...LOCAL, summary: request.lookup }).lookUp(request);
}

export function lookUpOn({ queue, within }: Elsewhere, request: LookUpRequest): Promise<LookUpAnswer> {
  const options = { ...READ, taskQueue: queue, scheduleToCloseTimeout: within, summary: `look up ${request.lookup}` };
  return proxyActivities<Reads>(options).lookUp(request);
}

export function decideRuleHere(request: RuleRequest): Promise<RuleDecision> {
  return proxyLocalActivities<Reads>({ ...LOCAL, summary: request.rule }).decideRule(request);
}

export function decideRuleOn({ queue, within }: Elsewhere, request: RuleRequest): Promise<RuleDecision> {
  const options = { ...READ, taskQueue: queue, scheduleToCloseTimeout: within, summary: `decide ${request.rule}` };
  return proxyActivities<Reads>(options).decideRule(request);
}

export function sendCallback(order: SendOrder): Promise<AttemptReport> {
  const { action, callKey, queue } = order.call;
  const summary = `${action} #${order.attempt} ${callKey}`;
  return proxyActivities<Activities>({ ...SEND, taskQueue: queue, summary }).sendCallback(order);
}
