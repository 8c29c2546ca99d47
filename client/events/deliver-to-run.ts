import { checkEventData } from '../../catalogue/event/check.js';
import { parseRunId } from '../../workflows/contracts/names.js';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';
import { OrderRefused, RunNotFound } from '../errors.js';
import { receivedNow } from './accept-event.js';
import type { Decision, IncomingEvent } from './decisions.js';
import { exits, hearing } from './plan-event.js';
import type { RoutingContext } from './routing-context.js';
import { signalRun } from './signal-run.js';

/**
 * Delivers an event to one run of its brand, regardless of switches.
 * @throws RunNotFound; OrderRefused with the field that does not fit the run
 */
export async function deliverToRun(routing: RoutingContext, id: string, event: IncomingEvent): Promise<Decision> {
  const entry = entryFor(routing.entries, id, event);
  const fault = checkEventData(routing.brand, event.type, event.data);
  if (fault) throw new OrderRefused(fault.field, fault.reason);
  return signalRun(routing, entry, id, receivedNow(event));
}

/** Returns the entry of a run's journey if its run can take the event. */
function entryFor(entries: readonly JourneyEntry[], id: string, event: IncomingEvent): JourneyEntry {
  const name = parseRunId(id);
  const entry = entries.find((candidate) => candidate.name === name?.journey);
  if (!name || !entry || name.brand !== event.brand) throw new RunNotFound(`${id} is no run of ${event.brand}`);
  if (event.playerId !== name.playerId) {
    throw new OrderRefused('playerId', `the run is about another player: send ${name.playerId}`);
  }
  if (!hearing(entry, event.type) && !exits(entry, event.type)) {
    throw new OrderRefused('type', `${entry.name} neither hears nor exits on "${event.type}"`);
  }
  return entry;
}
