import { createHash } from 'node:crypto';
import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client';
import { checkEventData } from '../../catalogue/event/check.js';
import { JOURNEYS_QUEUE, seenId } from '../../workflows/contracts/names.js';
import type { SeenRequestInput } from '../../workflows/contracts/runs/seen-request.js';
import { describedRun } from '../temporal/described-run.js';
import type { IncomingEvent } from './decisions.js';
import { planEvent } from './plan-event.js';
import { type RoutingContext, exitTypes } from './routing-context.js';

/** Time after which a window closes although its worker is away, in milliseconds. */
const GRACE = 1_000;

/** Lengths of an id's two parts: the hash of the request, and the time window. */
const [OF_REQUEST, OF_WINDOW] = [24, 15];

/**
 * Gives an event whose id is the hash of its request the id of the first such event within `window` milliseconds.
 * Temporal decides which is first: each hash has at most one open workflow, which stays open for that time. So
 * processes share nothing else, and need no worker. An event that nobody acts on keeps its hash.
 */
export async function identifyEvent(
  routing: RoutingContext,
  event: IncomingEvent,
  window: number,
): Promise<IncomingEvent> {
  if (!isActedOn(routing, event)) return event;
  const opened = await openWindow(routing, event, window);
  const suffix = createHash('sha256').update(opened).digest('hex').slice(0, OF_WINDOW);
  return { ...event, id: `${event.id.slice(0, 'request-'.length + OF_REQUEST)}-${suffix}` };
}

function isActedOn({ brand, entries }: RoutingContext, event: IncomingEvent): boolean {
  if (checkEventData(brand, event.type, event.data) !== null) return false;
  const steps = planEvent(entries, brand, event);
  return steps.some(({ act }) => act !== 'decided') || exitTypes({ brand, entries }).includes(event.type);
}

/** Opens the window of a request, or finds the open one. Returns its run's id. */
async function openWindow(
  { client }: RoutingContext,
  { brand, id: hash }: IncomingEvent,
  window: number,
): Promise<string> {
  const id = seenId(brand, hash);
  try {
    const handle = await client.workflow.start('seenRequest', {
      workflowId: id,
      taskQueue: JOURNEYS_QUEUE,
      args: [{ window } satisfies SeenRequestInput],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.FAIL,
      workflowRunTimeout: window + GRACE,
      staticSummary: 'keeps a request known, so that the same one again is the same event',
      priority: { fairnessKey: brand },
    });
    return handle.firstExecutionRunId;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  const latest = await describedRun(client, id);
  if (latest === null) throw new Error(`${id} can't be started because it exists, and can't be found`);
  return latest.run;
}
