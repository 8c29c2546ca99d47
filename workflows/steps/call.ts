import { ApplicationFailure, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { CallOutcome, CallRequest } from '../contracts/call.js';
import { callKey } from '../contracts/call-key.js';
import type { PlayerEvent } from '../contracts/event.js';
import { FAILURES } from '../contracts/failures.js';
import type { JsonObject, JsonValue } from '../contracts/json.js';
import type { RenderedCall } from '../contracts/rule.js';
import { prepareCallHere, prepareCallOn } from './activities.js';
import { deliver, type Settled, settledByPerson } from './deliver.js';
import { hereOrElsewhere } from './elsewhere.js';
import { park } from './park.js';
import type { OpenCall, Run } from './run.js';

/** How long a call may take to be prepared before a person is asked: 75 hours, as patience by default. */
const PREPARATION_PATIENCE = 75 * 60 * 60 * 1000;

const MAX_STEP_NAME = 128;

/** What a story may say about a call, untyped. */
export interface CallOptions {
  readonly player?: string;
  readonly fields?: JsonObject;
  readonly as?: string;
  readonly event?: PlayerEvent;
  /** The call as it was rendered before the run began; `null` where it is rendered now. */
  readonly prepared?: RenderedCall | null;
}

/** What a call answers to the story. */
export interface CallResult<Answer = JsonValue> {
  readonly outcome: CallOutcome;
  readonly callKey: string;
  /** Why, in one sentence. */
  readonly reason: string;
  /** What the other side answered; `null` without an answer. */
  readonly answer: Answer | null;
}

/**
 * Decides a call and sees it through to its outcome.
 * @throws ApplicationFailure `DuplicateStepName` for a second call under one name, `RunIsClosing` after an exit.
 * @throws CancelledFailure when an exit cut it off, surely unsent.
 */
export async function call(run: Run, action: string, options: CallOptions): Promise<CallResult> {
  await run.begin(`call ${action}`);
  const open = openCall(run, action, options.as ?? action);
  try {
    const { outcome, reason, answer } = await settle(run, open, requestFor(run, open, options), options.prepared);
    run.settled(open, outcome, reason);
    return { outcome, callKey: open.callKey, reason, answer };
  } catch (error) {
    if (isCancellation(error)) run.settled(open, 'abandoned', 'exited');
    throw error;
  } finally {
    run.openCalls.delete(open);
  }
}

function openCall(run: Run, action: string, step: string): OpenCall {
  if (run.steps.has(step)) {
    const fix = `give the second one a name of its own: { as: '${step}-again' }`;
    refuse(run, `two calls of this run are named '${step}': ${fix}`, FAILURES.duplicateStepName);
  }
  if (step.length > MAX_STEP_NAME) {
    const fix = `give it a name of at most ${MAX_STEP_NAME} characters: { as: '…' }`;
    refuse(run, `a call of ${action} has too long a name: ${fix}`, FAILURES.misusedStep);
  }
  run.steps.add(step);
  const key = callKey({
    brand: run.input.brand,
    owner: run.rule ?? workflowInfo().workflowId,
    eventId: run.input.event.id,
    freshStarts: run.input.carried?.freshStarts ?? 0,
    step,
  });
  const open: OpenCall = { callKey: key, action, step, attempts: 0, status: 'open', reason: null, nextAttemptAt: null };
  run.openCalls.add(open);
  run.note('called', run.closing ? `${step}, while exiting` : step, { call: key });
  return open;
}

/** Journalled, too: a story may never look at what became of a call. */
function refuse(run: Run, why: string, type: string): never {
  run.note('failed', why);
  throw ApplicationFailure.nonRetryable(why, type);
}

function requestFor(run: Run, open: OpenCall, options: CallOptions): CallRequest {
  const playerId = options.player ?? run.input.playerId;
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

async function settle(
  run: Run,
  open: OpenCall,
  request: CallRequest,
  prepared: RenderedCall | null = null,
): Promise<Settled> {
  for (;;) {
    const preparation =
      prepared ??
      (await hereOrElsewhere(
        request.brand,
        PREPARATION_PATIENCE,
        () => prepareCallHere(request),
        (place) => prepareCallOn(place, request),
      ));
    if (preparation.kind === 'ready') return deliver(run, open, preparation.call);
    if (preparation.kind !== 'unanswered')
      return { outcome: preparation.kind, reason: preparation.reason, answer: null };
    const reason = `not prepared: ${preparation.reason}`;
    const resolution = await park(run, open, { reason, maybeSent: false, call: null });
    if (resolution.decision !== 'retry') return settledByPerson(resolution);
  }
}
