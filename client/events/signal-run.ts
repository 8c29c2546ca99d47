import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { type DeliveredEvent, playerEvent } from '../../workflows/contracts/messages.js';
import type { ReceivedEvent } from '../../workflows/contracts/runs/event.js';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';
import { describedRun } from '../temporal/described-run.js';
import type { Decision } from './decisions.js';
import { exits } from './plan-event.js';
import { NOT_ELIGIBLE } from './reason-codes.js';

/** Delivers an event to the open run of an id, unless the run takes no more events. */
export async function signalRun(
  { client, dryRun }: { readonly client: Client; readonly dryRun: boolean },
  entry: JourneyEntry,
  id: string,
  event: ReceivedEvent,
): Promise<Decision> {
  const journey = entry.name;
  const notOpen: Decision = { decision: 'not-eligible', journey, id, reason: NOT_ELIGIBLE.noRun };
  const mustBeTaken = exits(entry, event.type);
  if (dryRun || !mustBeTaken) {
    const latest = await describedRun(client, id);
    if (!latest?.open) return notOpen;
    if (latest.memo.full && !mustBeTaken)
      return { decision: 'not-eligible', journey, id, reason: NOT_ELIGIBLE.runFull };
  }
  if (!dryRun && !(await deliver(client, id, event))) return notOpen;
  return { decision: 'signalled', journey, id };
}

/** Signals an event to the open run of an id; returns false if none is open. */
export async function deliver(client: Client, id: string, event: DeliveredEvent): Promise<boolean> {
  try {
    await client.workflow.getHandle(id).signal(playerEvent, event);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
