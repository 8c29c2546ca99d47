import { Context } from '@temporalio/activity';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { CallRunInput } from '../../workflows/contracts/calls/call-run.js';
import type { PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { CallRuns, EarlierCalls, WorkflowRun } from '../../workflows/contracts/ports.js';
import { isAfterReset, ownRun } from './after-reset.js';
import { unreported } from './not-sent.js';

const MAYBE_SENT = 'handed over after a reset: the earlier run might have sent it';

/**
 * Creates the activity that continues a call in its own run. That run can't see earlier runs. So a call that a run
 * before a reset might have sent is handed over as an attempt without a report.
 */
export function createStartCallRun(callRuns: CallRuns, earlier: EarlierCalls): Activities['startCallRun'] {
  return async (input, originalRunId) => {
    const { workflowExecution } = Context.current().info;
    const isKnown = !isAfterReset(originalRunId) || input.progress?.last?.run === ownRun();
    const call = isKnown || !workflowExecution ? null : await maybeSent(input, earlier, workflowExecution);
    await callRuns.start(call === null ? input : withUnknownAttempt(input, call));
  };
}

/**
 * Returns the call as it might have been sent before a reset; `null` if it was not sent, or can be sent again safely.
 */
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
