import type { Duration } from '@temporalio/common';
import {
  ApplicationFailure,
  CancellationScope,
  getExternalWorkflowHandle,
  isCancellation,
  sleep,
  TemporalFailure,
  workflowInfo,
} from '@temporalio/workflow';
import { startCallRun } from '../activities.js';
import { callKey } from '../contracts/calls/call-key.js';
import type { CallRunInput } from '../contracts/calls/call-run.js';
import type { CallOutcome, CallRequest } from '../contracts/calls/call.js';
import { FAILURES } from '../contracts/failures.js';
import type { JsonObject, JsonValue } from '../contracts/json.js';
import { cancelRun } from '../contracts/messages.js';
import { callRunId } from '../contracts/names.js';
import type { PlayerEvent, ReceivedEvent } from '../contracts/runs/event.js';
import { ofCalls } from '../contracts/runs/own-events.js';
import type { RenderedCall } from '../contracts/runs/rule.js';
import type { Closing } from '../runs/closing.js';
import type { Run } from '../runs/run.js';
import { msToNumber } from '../temporal.js';
import { type Decided, noteSettled, openCall } from './delivery.js';
import type { Settled } from './next-step.js';
import type { OpenCall } from './open-calls.js';
import { freshProgress, settleCall } from './settle-call.js';

const MAX_STEP_NAME = 128;

/** The options of a call, untyped. */
export interface CallOptions {
  readonly player?: string;
  readonly fields?: JsonObject;
  readonly as?: string;
  readonly event?: PlayerEvent;
  /** The longest wait for the outcome; for ever unless given. Afterwards the call lives on in its own run. */
  readonly within?: Duration;
  /** The call as it was rendered before the run began; `null` where it is rendered now. */
  readonly prepared?: RenderedCall | null;
}

/** The answer of a call to the story. */
export interface CallResult<Answer = JsonValue, Outcome = CallOutcome> {
  readonly outcome: Outcome;
  readonly callKey: string;
  /** Why, in one sentence. */
  readonly reason: string;
  /** The other side's answer; `null` without one. */
  readonly answer: Answer | null;
}

/**
 * Decides a call and sees it through to its outcome; or, with `within`, for so long: then it answers `pending`.
 * @throws ApplicationFailure `DuplicateStepName` for a second call under one name, `RunIsClosing` after an exit.
 * @throws CancelledFailure when an exit cut it off, surely unsent.
 */
export async function call(
  run: Run,
  action: string,
  options: CallOptions,
): Promise<CallResult<JsonValue, CallOutcome | 'pending'>> {
  const pause = run.begin(`call ${action}`);
  if (pause) await pause;
  const open = begun(run, action, options);
  const request = requestFor(run, open, options);
  const decided: Decided = { request, prepared: options.prepared ?? null, progress: freshProgress() };
  try {
    const { within } = options;
    const isTimed = within !== undefined && !run.closing;
    const { outcome, reason, answer } = await (isTimed
      ? withinTime(run, open, decided, within)
      : settleCall(run, open, decided));
    return { outcome, callKey: open.callKey, reason, answer };
  } catch (error) {
    if (isCancellation(error) && run.isHandingOver(open)) return await pending(run, open, decided, options);
    throw error;
  } finally {
    run.calls.open.delete(open);
  }
}

/** Sees a call through, for a while. @throws CancelledFailure when the time is over, and it is not settled. */
async function withinTime(run: Run, open: OpenCall, decided: Decided, within: Duration): Promise<Settled> {
  const work = new CancellationScope();
  const timer = new CancellationScope();
  const settled = work.run(() => settleCall(run, open, decided));
  const time = timer.run(async () => {
    await sleep(msToNumber(within), { summary: `${open.step}: the story waits no longer` });
    await run.resumed(); // the call's own run would not know of the pause
  });
  try {
    // An exit ends the wait, and not the call: what is on the wire, or parked, is seen through.
    return await Promise.race([settled, time.then(cutOff, () => settled)]);
  } finally {
    timer.cancel();
  }

  /** An attempt on the wire is waited for: it may settle the call after all. */
  function cutOff(): Promise<Settled> {
    open.handingOver = true;
    work.cancel();
    return settled;
  }
}

async function pending(run: Run, open: OpenCall, decided: Decided, { event = run.input.event }: CallOptions) {
  await handOver(run, open, decided, { ...run.input.event, ...event });
  const reason = 'it goes on in its own run';
  noteSettled(run, open, 'pending', reason);
  return { outcome: 'pending', callKey: open.callKey, reason, answer: null } as const;
}

function begun(run: Run, action: string, { as: step = action, player }: CallOptions): OpenCall {
  if (run.calls.steps.has(step)) {
    const fix = `give the second one another name: { as: '${step}-again' }`;
    refuse(run, `two calls of this run are named '${step}': ${fix}`, FAILURES.duplicateStepName);
  }
  if (step.length > MAX_STEP_NAME) {
    const fix = `give it a name of at most ${MAX_STEP_NAME} characters: { as: '…' }`;
    refuse(run, `a call of ${action} has too long a name: ${fix}`, FAILURES.misusedStep);
  }
  const key = callKey({
    brand: run.input.brand,
    owner: run.rule ?? workflowInfo().workflowId,
    eventId: run.input.event.id,
    freshStarts: run.input.carried?.freshStarts ?? 0,
    step,
  });
  return openCall(run, { callKey: key, action, step, playerId: player ?? run.input.playerId });
}

/** Journalled, too: a story may never look at what became of a call. */
function refuse(run: Run, why: string, type: string): never {
  run.note('failed', why);
  throw ApplicationFailure.nonRetryable(why, type);
}

function requestFor(run: Run, open: OpenCall, options: CallOptions): CallRequest {
  const { playerId } = open;
  const event = options.event ?? run.input.event;
  return {
    callKey: open.callKey,
    brand: run.input.brand,
    action: open.action,
    playerId,
    fields: options.fields ?? {},
    event: event.data,
    state: run.freshStateOf(playerId),
    campaign: event.campaign ?? null,
    decidedBy: run.rule ?? run.entry.name,
  };
}

/** Hands a call over to its own run, in its present state. Each call has at most one such run, also after a reset. */
async function handOver(run: Run, open: OpenCall, decided: Decided, event: ReceivedEvent): Promise<void> {
  const { catalogue } = run.input;
  const announces = ofCalls(run.input.announces);
  const input = { ...decided, step: open.step, event, catalogue, announces, ...exitsOf(run) };
  await CancellationScope.nonCancellable(async () => {
    await startCallRun(input);
    // What has ended the story meanwhile found no run of the call yet.
    if (run.closing) await cancelCallRun(decided.request, run.closing);
  });
}

async function cancelCallRun({ brand, callKey }: CallRequest, { reason }: Closing): Promise<void> {
  try {
    await getExternalWorkflowHandle(callRunId(brand, callKey)).signal(cancelRun, { by: 'its journey', reason });
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error; // it has closed
  }
}

/** Exits that name a key end runs of that key alone, where the journey's runs have one. */
function exitsOf({ entry, input }: Run): Pick<CallRunInput, 'exitsOn' | 'exitKey'> {
  const { exitsOn = [] } = entry;
  const isKeyed = entry.key !== undefined && entry.reentry !== 'every-event' && input.key !== null;
  return isKeyed ? { exitsOn, exitKey: input.key } : { exitsOn };
}
