import {
  ActivityCancellationType,
  type ActivityOptions,
  type LocalActivityOptions,
  proxyActivities,
  proxyLocalActivities,
  workflowInfo,
} from '@temporalio/workflow';
import { cut } from './bounded.js';
import type { Activities } from './contracts/activities.js';
import type { CallRunInput } from './contracts/calls/call-run.js';
import type {
  AttemptReport,
  CallRequest,
  LookUpAnswer,
  LookUpRequest,
  Preparation,
  PreparedCall,
  SendOrder,
} from './contracts/calls/call.js';
import type { Clearance } from './contracts/calls/recheck.js';
import type { StatusAnswer } from './contracts/calls/status.js';
import type { LimitAnswer } from './contracts/keepers/limit.js';
import type { OwnEvent } from './contracts/runs/own-events.js';
import type { AskedRule, RuleRequest } from './contracts/runs/rule.js';
import { now } from './time.js';

type Reads = Pick<Activities, 'prepareCall' | 'clearCall' | 'lookUp' | 'decideRule'>;

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

/** One question of a status lookup; the workflow asks again. */
const ASK: ActivityOptions = { ...READ, retry: { maximumAttempts: 1 } };

/** A limit must be told in the end, and answers the same when it is told twice. */
const LIMIT: ActivityOptions = {
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '500 milliseconds', maximumInterval: '30 seconds' },
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
};

/** A story may name any player, and Temporal takes only a short summary. */
const MAX_PLAYER_BYTES = 100;

/** A place for a read that Temporal repeats: the task queue, and for how many milliseconds. */
export interface Elsewhere {
  readonly queue: string;
  readonly within: number;
}

/** A read: with `null` as a local activity of the run's own worker, else as a regular activity at that place. */
export type Read<A> = (place: Elsewhere | null) => Promise<A>;

/** Decides a call: its bytes, or why there are none. */
export function prepareCall(request: CallRequest): Read<Preparation> {
  return reader(`prepare ${request.action}`, (reads) =>
    reads.prepareCall(request, now(), workflowInfo().originalExecutionRunId),
  );
}

/** Asks guards, hours and holds again about a call that has waited. */
export function recheckCall(call: PreparedCall): Read<Clearance> {
  return reader(`recheck ${call.action}`, (reads) => reads.clearCall(call, now()));
}

/** Asks a lookup. */
export function askLookUp(request: LookUpRequest): Read<LookUpAnswer> {
  return reader(`look up ${request.lookup}`, (reads) => reads.lookUp(request));
}

/** Asks a rule's lookups, and decides. */
export function decideRule(request: RuleRequest): Read<AskedRule> {
  return reader(`decide ${request.rule}`, (reads) => reads.decideRule(request));
}

function reader<A>(summary: string, ask: (reads: Reads) => Promise<A>): Read<A> {
  return (place) => {
    if (place === null) return ask(proxyLocalActivities<Reads>({ ...LOCAL, summary }));
    const { queue, within } = place;
    return ask(proxyActivities<Reads>({ ...READ, taskQueue: queue, scheduleToCloseTimeout: within, summary }));
  };
}

export function askStatusOf(call: PreparedCall): Promise<StatusAnswer> {
  const options = { ...ASK, taskQueue: call.queue, summary: `status of ${call.action} ${call.callKey}` };
  return proxyActivities<Activities>(options).askStatus(call);
}

export function reserveLimits(call: PreparedCall, within: number): Promise<LimitAnswer> {
  const options = { ...LIMIT, scheduleToCloseTimeout: within, summary: `reserve the limits of ${call.action}` };
  return proxyActivities<Activities>(options).reserveLimits(call);
}

export function settleLimits(call: PreparedCall, counts: boolean): Promise<void> {
  const summary = `${counts ? 'count' : 'give back'} the limits of ${call.action}`;
  return proxyActivities<Activities>({ ...LIMIT, summary }).settleLimits(call, counts);
}

export function startCallRun(input: CallRunInput): Promise<void> {
  const summary = `own run for ${input.step}`;
  return proxyActivities<Activities>({ ...READ, summary }).startCallRun(input, workflowInfo().originalExecutionRunId);
}

export function announceEvent(event: OwnEvent): Promise<void> {
  return proxyActivities<Activities>({ ...READ, summary: event.type }).announceEvent(event);
}

/** Makes one attempt on a queue: the call's own, or that of the journeys. */
export function sendCallback(order: SendOrder, queue: string): Promise<AttemptReport> {
  const { action, callKey, value, playerId } = order.call;
  const worth = value === null ? '' : `: ${value.amount} ${value.currency}`;
  const summary = `${action} #${order.attempt}${worth} for ${cut(playerId, MAX_PLAYER_BYTES)}, ${callKey}`;
  return proxyActivities<Activities>({ ...SEND, taskQueue: queue, summary }).sendCallback(order);
}
