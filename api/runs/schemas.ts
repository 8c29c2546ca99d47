import { z } from 'zod';
import type {
  ExplainedState,
  PendingAttempt,
  RunExplanation,
  RunPage,
  RunSummary,
  StuckTask,
} from '../../client/journey-client.js';
import { ACKNOWLEDGEMENTS, DECISIONS, EFFECTS } from '../../workflows/contracts/calls/call.js';
import {
  CALL_STATUSES,
  type CallState,
  JOURNAL_KINDS,
  type JournalLine,
  LEGACY_JOURNAL_KINDS,
  type ParkedCall,
  RUN_STATUSES,
} from '../../workflows/contracts/runs/run.js';
import { component, shapeOf, text } from '../http/components.js';

const instant = z.iso.datetime();
const anObject = z.record(z.string(), z.unknown());
const money = z.object({ amount: z.string(), currency: z.string() });

const parkedCall = component(
  'ParkedCall',
  z.object(
    shapeOf<ParkedCall>()({
      callKey: z.string(),
      action: z.string(),
      destination: z.string().nullable(),
      reason: z.string(),
      since: instant,
      attempts: z.number().int(),
      maybeSent: z.boolean().describe('True if an attempt may have reached the other side'),
      decisions: z.array(z.enum(DECISIONS)).describe('The decisions that a person can take'),
      value: money.nullable(),
      effect: z.enum(EFFECTS).optional(),
      setUp: z
        .boolean()
        .optional()
        .describe('True if it is sent again when its hold is released, unless `acknowledge` is set'),
      playerId: z.string().optional().describe('The player it is for'),
      acknowledge: z
        .enum(ACKNOWLEDGEMENTS)
        .nullable()
        .optional()
        .describe('The value that `retry` needs as its `acknowledge`'),
    }),
  ),
);

const callState = component(
  'CallState',
  z.object(
    shapeOf<CallState>()({
      callKey: z.string(),
      action: z.string(),
      step: z.string(),
      attempts: z.number().int(),
      status: z.enum(CALL_STATUSES),
      reason: z.string().nullable(),
      nextAttemptAt: instant.nullable(),
      playerId: z.string().optional().describe('The player it is for'),
      effect: z.enum(EFFECTS).nullable().optional(),
      value: money.nullable().optional(),
      maybeSent: z.boolean().optional().describe('True if an attempt without an answer may have arrived'),
      redoOf: z.string().optional().describe('The key of the call that this one redoes'),
    }),
  ),
);

const journalLine = component(
  'JournalLine',
  z.object(
    shapeOf<JournalLine>()({
      at: instant,
      what: z
        .enum([...JOURNAL_KINDS, ...LEGACY_JOURNAL_KINDS])
        .describe('The kind of line; earlier builds wrote `cleared`'),
      text: z.string(),
      call: z.string().optional(),
      event: z.string().optional(),
      detail: anObject.optional(),
    }),
  ),
);

const runState = component(
  'RunState',
  z.object(
    shapeOf<ExplainedState>()({
      brand: z.string(),
      journey: z.string(),
      playerId: z.string(),
      key: z.string().nullable(),
      status: z.enum(RUN_STATUSES),
      stage: z.string(),
      waitingFor: z.array(z.string()),
      until: instant.nullable(),
      outcome: z.string().nullable(),
      needsAttention: z.array(z.string()),
      parked: z.array(parkedCall),
      calls: z.array(callState),
      resolutions: z.array(anObject),
      settings: anObject,
      catalogue: z.string(),
      startedBy: z.object({ id: z.string(), type: z.string(), occurredAt: instant }),
      eventsTaken: z.number().int(),
      ignored: z.record(z.string(), z.number().int()),
      journal: z.array(journalLine),
      journalDropped: z.number().int(),
      previous: anObject.nullable().describe('The state of the run before it started over, in the same shape'),
    }),
  ),
);

const summaryShape = shapeOf<RunSummary>()({
  id: z.string(),
  run: z.string(),
  journey: z.string(),
  playerId: z.string(),
  beneficiaries: z.array(z.string()).describe('Other players that its calls are for'),
  matchedBy: z
    .enum(['player', 'beneficiary'])
    .nullable()
    .describe('Why `?player=` lists it: the player is its own, or one that a call is for'),
  key: z.string().nullable(),
  status: z.enum([...RUN_STATUSES, 'terminated', 'timed-out']),
  stage: z.string().nullable(),
  waitingFor: z.string().nullable(),
  outcome: z.string().nullable(),
  needsAttention: z.boolean(),
  nextActionAt: instant.nullable(),
  startedAt: instant,
  closedAt: instant.nullable(),
});

const runSummary = component('RunSummary', z.object(summaryShape));

/** One page of runs; `next` is the cursor of the page after it. */
export const runPageSchema = component(
  'RunPage',
  z.object(shapeOf<RunPage>()({ runs: z.array(runSummary), next: z.string().nullable() })),
);

const pendingAttempt = component(
  'PendingAttempt',
  z.object(
    shapeOf<PendingAttempt>()({
      activity: z.string(),
      attempt: z.number().int(),
      state: z.enum(['scheduled', 'started', 'cancel-requested']),
      lastFailure: z.string().nullable(),
      nextAttemptAt: instant.nullable(),
    }),
  ),
);

const stuckTask = component(
  'StuckTask',
  z.object(
    shapeOf<StuckTask>()({
      reason: z.string().describe('The message of the latest failure of its workflow task'),
      file: z.string().nullable().describe('The file of the failure, if the stack trace has it'),
      line: z.number().int().nullable(),
      since: instant.nullable().describe('The first failure since it last made progress'),
      failures: z.number().int().describe('The number of failures since then'),
    }),
  ),
);

/** One run explained. */
export const runExplanationSchema = component(
  'RunExplanation',
  z.object(
    shapeOf<RunExplanation>()({
      ...summaryShape,
      state: runState.nullable().describe('`null` while the run is stuck'),
      stuck: stuckTask.nullable().describe('The failure of its workflow task; null for a run that makes progress'),
      pending: z.array(pendingAttempt),
    }),
  ),
);

/** The query parameters of a page. */
export const pageShape = {
  limit: z.coerce
    .number({ error: 'must be a whole number from 1 to 200' })
    .int('must be a whole number from 1 to 200')
    .min(1, 'must be 1 or more')
    .max(200, 'must be 200 or less')
    .default(50),
  cursor: z
    .string()
    .min(1, 'is empty: remove it for the first page')
    .max(4096, 'is too long: send `next` unchanged')
    .optional(),
};

/** The name of a journey, `~rule:` and a rule, or `~call:` and the action of a call in its own run. */
export function journeyName() {
  return text()
    .max(80, 'is longer than 80 characters')
    .regex(/^(~rule:|~call:)?[a-z][a-z0-9-]*$/, 'must be the name of a journey, ~rule:NAME or ~call:ACTION');
}
