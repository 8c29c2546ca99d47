import { checkEventData } from '../../catalogue/event/check.js';
import { isJsonObject, type JsonObject } from '../../workflows/contracts/json.js';
import { OrderRefused } from '../errors.js';
import { receivedNow } from '../events/accept-event.js';
import type { Decision } from '../events/decisions.js';
import { planStart } from '../events/plan-event.js';
import type { RoutingContext } from '../events/routing-context.js';
import { startOrExplain } from '../events/start-or-explain.js';
import type { StartOrder, StartResult } from '../journey-client.js';
import { describedRun } from '../temporal/described-run.js';

/** Starts a run of one journey by hand, or returns the open run that prevents it. */
export async function startByHand(routing: RoutingContext, order: StartOrder): Promise<StartResult> {
  const entry = routing.entries.find((candidate) => candidate.name === order.journey);
  if (!entry) throw new OrderRefused('journey', `there is no journey "${order.journey}"`);
  const { brand, playerId, id, key } = order;
  if (key !== null && entry.key === undefined) throw new OrderRefused('key', `${entry.name} has no key: leave it out`);
  const data = key === null || entry.key === undefined ? order.data : withKey(order.data, entry.key.split('.'), key);
  const event = { brand, playerId, id, type: entry.startsOn, occurredAt: new Date().toISOString(), data };
  const fault = checkEventData(routing.brand, event.type, data);
  if (fault) throw new OrderRefused(fault.field, fault.reason);
  const step = planStart(entry, routing.brand.journeys.get(entry.name), event);
  return resultOf(
    routing,
    step.act === 'decided' ? step.decision : await startOrExplain(routing, step, receivedNow(event)),
  );
}

/** Returns data with the run's key at the path where the journey reads it. */
function withKey(data: JsonObject, [first = '', ...rest]: readonly string[], key: string): JsonObject {
  if (rest.length === 0) return { ...data, [first]: key };
  const inner = data[first];
  return { ...data, [first]: withKey(isJsonObject(inner) ? inner : {}, rest, key) };
}

async function resultOf({ client }: RoutingContext, decision: Decision): Promise<StartResult> {
  switch (decision.decision) {
    case 'started':
    case 'duplicate':
      return { started: decision.decision === 'started', id: decision.id, run: decision.run ?? '' };
    case 'signalled':
    case 'not-eligible': {
      const id = 'id' in decision ? decision.id : undefined;
      const latest = id === undefined ? null : await describedRun(client, id);
      if (id !== undefined && latest?.open) return { started: false, id, run: latest.run };
      throw new OrderRefused('journey', decision.decision === 'not-eligible' ? decision.reason : 'the run has closed');
    }
    case 'invalid':
      throw new OrderRefused(decision.field, decision.reason);
    case 'held-out':
      throw new OrderRefused('playerId', 'the player is in the control group of this journey');
    case 'fired':
    case 'unheard':
      throw new OrderRefused(
        'journey',
        'reason' in decision ? decision.reason : `the decision is ${decision.decision}`,
      );
  }
}
