import type { Client } from '@temporalio/client';
import type { CallRunInput } from '../../workflows/contracts/calls/call-run.js';
import { callJourney, callRunId, titleOf } from '../../workflows/contracts/names.js';
import type { RunMemo } from '../../workflows/contracts/runs/run.js';
import { attributesAtStart } from '../../workflows/contracts/search-attributes.js';
import { typedAttributes } from '../temporal/attributes.js';
import { describedRun } from '../temporal/described-run.js';
import { startOnce } from '../temporal/start-once.js';

/** The run of a call; `started` is false if it existed before. */
export interface CallRunStart {
  readonly started: boolean;
  readonly id: string;
  readonly run: string;
}

/** Starts the own run of a call. Each key has at most one such run ever, however many callers start it. */
export async function startCallRun(client: Client, input: CallRunInput): Promise<CallRunStart> {
  const { brand, playerId, action, callKey } = input.request;
  const id = callRunId(brand, callKey);
  const { id: eventId, occurredAt } = input.event;
  const run = await startOnce<CallRunInput>(client, 'callRun', {
    workflowId: id,
    args: [input],
    memo: { startedBy: { id: eventId, occurredAt, request: '' } } satisfies RunMemo,
    typedSearchAttributes: typedAttributes(attributesAtStart({ brand, journey: callJourney(action), playerId })),
    staticSummary: summaryOf(input),
    priority: { fairnessKey: brand },
  });
  if (run !== null) return { started: true, id, run };
  const first = await describedRun(client, id);
  if (!first) throw new Error(`${id} can't be started because it exists, and can't be found`);
  return { started: false, id, run: first.run };
}

/** Returns a title such as `Call credit-referrer for player-3: 25.00 EUR, wp_…`. */
function summaryOf({ request: { action, playerId, callKey }, prepared }: CallRunInput): string {
  const value = prepared?.kind === 'ready' ? prepared.call.value : null;
  const worth = value === null ? '' : `${value.amount} ${value.currency}, `;
  return `${titleOf(callJourney(action), playerId)}: ${worth}${callKey}`;
}
