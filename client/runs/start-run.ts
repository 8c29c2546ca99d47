import { randomUUID } from 'node:crypto';
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
  type WorkflowStartOptions,
} from '@temporalio/client';
import { callKey } from '../../workflows/contracts/calls/call-key.js';
import { JOURNEYS_QUEUE, titleOf, workflowType } from '../../workflows/contracts/names.js';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';
import type { RunInput, RunMemo } from '../../workflows/contracts/runs/run.js';
import { attributesAtStart } from '../../workflows/contracts/search-attributes.js';
import { typedAttributes } from '../temporal/attributes.js';
import { underRequestId } from '../temporal/internals.js';

/** The answer to a start: accepted, or refused because the id was used before. */
export type StartAnswer =
  { readonly kind: 'accepted'; readonly run: string; readonly request: string } | { readonly kind: 'exists' };

/**
 * Starts a run. For `once` and `every-event` Temporal refuses a second one. For `after-end` and `restart` it must allow
 * one, so the request's id is derived from the event: the server answers a repeat with the latest run.
 */
export async function startRun(client: Client, id: string, entry: JourneyEntry, input: RunInput): Promise<StartAnswer> {
  const request = randomUUID();
  const single = entry.reentry === 'once' || entry.reentry === 'every-event';
  const startedBy = { id: input.event.id, occurredAt: input.event.occurredAt, request };
  const options: WorkflowStartOptions & { args: [RunInput] } = {
    workflowId: id,
    taskQueue: JOURNEYS_QUEUE,
    args: [input],
    workflowIdReusePolicy: single ? WorkflowIdReusePolicy.REJECT_DUPLICATE : WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
    memo: { startedBy } satisfies RunMemo,
    typedSearchAttributes: typedAttributes(
      attributesAtStart({ brand: input.brand, journey: entry.name, playerId: input.playerId }),
    ),
    staticSummary: `${titleOf(entry.name, input.playerId)}, started by ${input.event.type}`,
    priority: { fairnessKey: input.brand },
    ...(single ? {} : underRequestId(requestIdOf(id, input))),
  };
  try {
    const handle = await client.workflow.start(workflowType(entry.name), options);
    return { kind: 'accepted', run: handle.firstExecutionRunId, request };
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return { kind: 'exists' };
    throw error;
  }
}

function requestIdOf(id: string, { brand, event }: RunInput): string {
  return callKey({ brand, owner: id, eventId: event.id, freshStarts: 0, step: '~start' });
}
