import { Context } from '@temporalio/activity';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { CallProgress, CallRunInput } from '../../workflows/contracts/calls/call-run.js';
import type { AttemptReport, PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { CallRuns } from '../../workflows/contracts/ports.js';
import { countOutcome } from '../count-attempt.js';
import { unreported } from './not-sent.js';

const NO_REPORT = 'no report came back of the first attempt: its worker has stopped, or took too long';

/**
 * Creates the standalone activity of the fast path. It makes the only attempt of a call that needs nothing else. A call
 * that is not delivered continues in its own run; a refused one ends there at once, so that it is listed and can be
 * redone. A call whose first attempt left no report continues in its own run, too: a later attempt of this activity
 * never sends.
 */
export function createFireCall(callRuns: CallRuns, send: Activities['sendCallback']): Activities['fireCall'] {
  return async (input) => {
    const call = callOf(input);
    const { attempt } = Context.current().info;
    const since = Date.parse(input.event.receivedAt);
    const expiry = call.expires === undefined ? {} : { expiresAt: since + call.expires };
    const order = { call, attempt: 1, originalRunId: '', confirmedIn: null, ...expiry };
    const report = attempt === 1 ? await send(order) : unreported(NO_REPORT, Date.now());
    if (report.class === 'delivered') {
      countOutcome(call, report.class);
      return report;
    }
    await callRuns.start({ ...input, progress: progressAfter(report, input) });
    return report;
  };
}

function callOf({ prepared }: CallRunInput): PreparedCall {
  if (prepared?.kind !== 'ready') throw new Error('the fast path was given a call that is not ready');
  return prepared.call;
}

function progressAfter(report: AttemptReport, { event }: CallRunInput): CallProgress {
  return {
    maybeSent: report.class === 'unknown',
    confirmed: false,
    attempts: report.class === 'not-sent' ? 0 : 1,
    since: Date.parse(event.receivedAt),
    knownAt: Date.now(),
    last: report,
  };
}
