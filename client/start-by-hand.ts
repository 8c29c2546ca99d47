import type { Acceptance } from './accept-event.js';
import { receivedNow } from './accept-event.js';
import type { Decision } from './decisions.js';
import { checkEventData } from '../catalogue/check-event.js';
import { OrderRefused } from './errors.js';
import type { StartOrder, StartResult } from './journey-client.js';
import { latestRun } from './latest-run.js';
import { planEvent, type Step } from './plan-event.js';
import { startOrExplain } from './start-or-explain.js';

/** Starts a run of one journey by hand, or answers with the one that stands in its way if it is open. */
export async function startByHand(acceptance: Acceptance, order: StartOrder): Promise<StartResult> {
  const entry = acceptance.entries.find((candidate) => candidate.name === order.journey);
  if (!entry) throw new OrderRefused('journey', `there is no journey "${order.journey}"`);
  const data = entry.key === undefined || order.key === null ? order.data : { ...order.data, [entry.key]: order.key };
  const { brand, playerId, id } = order;
  const event = { brand, playerId, id, type: entry.startsOn, occurredAt: new Date().toISOString(), data };
  const fault = checkEventData(acceptance.brand, event.type, data);
  if (fault) throw new OrderRefused(fault.field, fault.reason);
  const [step] = planEvent([entry], acceptance.brand, event);
  const decision = await decide(acceptance, step, receivedNow(event));
  return resultOf(acceptance, decision);
}

async function decide(
  acceptance: Acceptance,
  step: Step | undefined,
  event: ReturnType<typeof receivedNow>,
): Promise<Decision> {
  if (step?.act === 'start') return startOrExplain(acceptance, step, event);
  if (step?.act === 'decided') return step.decision;
  throw new Error(`a start event of ${event.type} starts nothing`);
}

async function resultOf({ client }: Acceptance, decision: Decision): Promise<StartResult> {
  switch (decision.decision) {
    case 'started':
    case 'duplicate':
      return { started: decision.decision === 'started', id: decision.id, run: decision.run ?? '' };
    case 'signalled':
    case 'not-eligible': {
      const latest = decision.id === undefined ? null : await latestRun(client, decision.id);
      if (decision.id !== undefined && latest?.open) return { started: false, id: decision.id, run: latest.run };
      throw new OrderRefused('journey', decision.decision === 'not-eligible' ? decision.reason : 'the run has closed');
    }
    case 'invalid':
      throw new OrderRefused(decision.field, decision.reason);
    case 'held-out':
      throw new OrderRefused('playerId', 'the player is in the control group of this journey');
    case 'unheard':
      throw new OrderRefused('journey', decision.reason);
  }
}
