import type { ActivityExecutionDescription, Client } from '@temporalio/client';
import type { CallRunInput } from '../../workflows/contracts/calls/call-run.js';
import type { AttemptReport } from '../../workflows/contracts/calls/call.js';
import { callJourney } from '../../workflows/contracts/names.js';
import type { JournalLine, RunState } from '../../workflows/contracts/runs/run.js';
import { RunNotFound } from '../errors.js';
import type { WholeRun } from '../journey-client.js';
import { SERVICE_ERROR, serviceErrorOf, withDeadline } from '../temporal/with-deadline.js';

/** Explains a call of the fast path, which has no workflow, in the form of a run. @throws RunNotFound */
export async function explainFired(client: Client, id: string): Promise<WholeRun> {
  const handle = client.activity.getHandle(id);
  const description = await withDeadline(client.connection, () =>
    handle.describe({ includeInput: true, includeOutcome: true }),
  ).catch((error: unknown) => {
    // A server without standalone activities has no activity of this id either.
    if (serviceErrorOf(error)?.code === SERVICE_ERROR.unimplemented) throw new RunNotFound(`no run ${id}`);
    throw error;
  });
  const [input] = (await description.getInput<[CallRunInput]>()) ?? [];
  if (!input) throw new RunNotFound(`${id} is no call of Waypost`);
  const report = description.hasResult ? await description.getResult<AttemptReport>() : undefined;
  return explanationOf(id, description, input, report ?? null);
}

function explanationOf(
  id: string,
  description: ActivityExecutionDescription,
  input: CallRunInput,
  report: AttemptReport | null,
): WholeRun {
  const state = stateOf(description, input, report);
  return {
    id,
    run: description.activityRunId,
    journey: state.journey,
    playerId: state.playerId,
    beneficiaries: [],
    matchedBy: null,
    key: null,
    status: state.status,
    stage: state.stage,
    waitingFor: null,
    outcome: state.outcome,
    needsAttention: false,
    nextActionAt: description.nextAttemptScheduleTime?.toISOString() ?? null,
    startedAt: input.event.receivedAt,
    closedAt: description.closeTime?.toISOString() ?? null,
    state,
    stuck: null,
    pending: [],
  };
}

function stateOf(
  description: ActivityExecutionDescription,
  input: CallRunInput,
  report: AttemptReport | null,
): RunState {
  const { request, step, event, catalogue, prepared } = input;
  const { effect = null, value = null } = prepared?.kind === 'ready' ? prepared.call : {};
  const { callKey, action, brand, playerId } = request;
  const settled = report?.class === 'delivered' || report?.class === 'refused' ? report.class : null;
  const attempts = report === null || report.class === 'not-sent' ? 0 : 1;
  return {
    ...{ brand, journey: callJourney(action), playerId, key: null, catalogue, settings: {} },
    status: description.closeTime ? 'ended' : 'open',
    stage: 'entered',
    ...{ waitingFor: [], until: null, needsAttention: [], parked: [], resolutions: [] },
    outcome: report && `${settled ?? 'pending'}: ${report.reason}`,
    calls: [
      {
        callKey,
        action,
        step,
        attempts,
        status: settled ?? 'open',
        reason: report?.reason ?? null,
        nextAttemptAt: null,
        ...{ playerId, effect, value, maybeSent: report?.class === 'unknown' },
      },
    ],
    startedBy: { id: event.id, type: event.type, occurredAt: event.occurredAt },
    ...undeliveredOf(input, report),
    ...{ eventsTaken: 0, ignored: {}, journalDropped: 0, previous: null },
    journal: journalOf(input, report, settled),
  };
}

/**
 * Returns the call as undelivered if the destination refused its first attempt, the only case in which it ends there.
 */
function undeliveredOf({ request, step, prepared }: CallRunInput, report: AttemptReport | null) {
  if (report?.class !== 'refused' || prepared?.kind !== 'ready') return {};
  const { callKey, action, playerId, decidedBy, fields, state, campaign, event } = request;
  const { effect, value, destination } = prepared.call;
  const at = new Date(Date.parse(report.at) + report.took).toISOString();
  const about = {
    callKey,
    action,
    playerId,
    decidedBy,
    step,
    outcome: 'refused',
    reason: report.reason,
    at,
    maybeSent: false,
  } as const;
  return { undelivered: [{ ...about, effect, value, destination, request: { fields, state, campaign, event } }] };
}

/** Returns the journal that a run would have written. */
function journalOf({ request, step, event }: CallRunInput, report: AttemptReport | null, settled: string | null) {
  const { callKey: call, playerId: player } = request;
  const lines: JournalLine[] = [
    { at: event.receivedAt, what: 'entered', text: `by ${event.type}`, event: event.id },
    { at: event.receivedAt, what: 'called', text: step, call, detail: { player } },
  ];
  if (!report) return lines;
  const { at, class: kind, reason, status, took } = report;
  const ended = new Date(Date.parse(at) + took).toISOString();
  const detail = { class: kind, status, at, took, next: null };
  lines.push({ at: ended, what: 'attempt', text: `${step} attempt 1: ${kind}, ${reason}`, call, detail });
  const text = settled ? `${step}: ${settled}, ${reason}` : `${step}: pending, it continues in its own run`;
  lines.push({ at: ended, what: settled ? 'outcome' : 'handed-over', text, call });
  return lines;
}
