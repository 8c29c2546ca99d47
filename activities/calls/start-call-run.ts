import { Context } from '@temporalio/activity';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { CallRunInput } from '../../workflows/contracts/calls/call-run.js';
import type { PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { CallRuns, EarlierCalls, WorkflowRun } from '../../workflows/contracts/ports.js';
import { isAfterReset, ownRun } from './after-reset.js';
import { unreported } from './not-sent.js';

const MAYBE_SENT = 'it was handed over after a reset: the run before it may have sent it';

/**
 * The activity that lets a call live on in a run of its own. That run knows of no reset: what a run before it may have
 * sent, and the run that hands over has not found out yet, is told as an attempt of which no report came back.
 */
export function createStartCallRun(callRuns: CallRuns, earlier: EarlierCalls): Activities['startCallRun'] {
  return async (input, originalRunId) => {
    const { workflowExecution } = Context.current().info;
    const isKnown = !isAfterReset(originalRunId) || input.progress?.last?.run === ownRun();
    const call = isKnown || !workflowExecution ? null : await maybeSent(input, earlier, workflowExecution);
    await callRuns.start(call === null ? input : withUnknownAttempt(input, call));
  };
}

/** The call as it may have been sent before the reset; `null` where it surely was not, or may be sent again anyway. */
async function maybeSent(
  { request, prepared }: CallRunInput,
  earlier: EarlierCalls,
  run: WorkflowRun,
): Promise<PreparedCall | null> {
  const sent = await earlier.find(run, request.callKey);
  if (sent !== null) return sent;
  return prepared?.kind === 'ready' && prepared.call.mode !== 'idempotent' ? prepared.call : null;
}

function withUnknownAttempt(input: CallRunInput, call: PreparedCall): CallRunInput {
  const now = Date.now();
  const fresh = { attempts: 0, since: now, knownAt: now };
  const unknown = { maybeSent: true, confirmed: false, last: unreported(MAYBE_SENT, now) };
  return { ...input, prepared: { kind: 'ready', call }, progress: { ...fresh, ...input.progress, ...unknown } };
}
