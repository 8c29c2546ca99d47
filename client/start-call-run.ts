import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client';
import type { CallRunInput } from '../workflows/contracts/call-run.js';
import { callJourney, callRunId } from '../workflows/contracts/names.js';
import type { RunMemo, RunState } from '../workflows/contracts/run.js';
import { attributesAtStart } from '../workflows/contracts/search-attributes.js';
import { JOURNEYS_QUEUE } from '../workflows/contracts/task-queues.js';
import { describedRun } from './described-run.js';
import { typedAttributes } from './typed-attributes.js';

/** The run of a call; `started` is false where there is, or was, one. */
export interface CallRunStart {
  readonly started: boolean;
  readonly id: string;
  readonly run: string;
}

/** Lets a call live in a run of its own. Of one key there is one such run for ever, whoever starts it and how often. */
export async function startCallRun(client: Client, input: CallRunInput): Promise<CallRunStart> {
  const { brand, playerId, action, callKey } = input.request;
  const id = callRunId(brand, callKey);
  const { id: eventId, occurredAt } = input.event;
  try {
    const handle = await client.workflow.start<(input: CallRunInput) => Promise<RunState>>('callRun', {
      workflowId: id,
      taskQueue: JOURNEYS_QUEUE,
      args: [input],
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
      memo: { startedBy: { id: eventId, occurredAt, request: '' } } satisfies RunMemo,
      typedSearchAttributes: typedAttributes(attributesAtStart({ brand, journey: callJourney(action), playerId })),
      staticSummary: `${input.step} for ${playerId} of ${brand}`,
      priority: { fairnessKey: brand },
    });
    return { started: true, id, run: handle.firstExecutionRunId };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const first = await describedRun(client, id);
    if (!first) throw new Error(`${id} exists for starting, and does not for looking`, { cause: error });
    return { started: false, id, run: first.run };
  }
}
