import type { Client } from '@temporalio/client';
import { checkEventData } from '../../catalogue/event/check.js';
import { brandPlayer, CALL_RUN, sweepId } from '../../workflows/contracts/names.js';
import type { ReceivedEvent } from '../../workflows/contracts/runs/event.js';
import type { SweepInput } from '../../workflows/contracts/runs/sweep.js';
import { fireRule } from '../rules/fire-rule.js';
import { findOpenRuns } from '../runs/list-runs.js';
import { typedAttributes } from '../temporal/attributes.js';
import { startOnce } from '../temporal/start-once.js';
import type { Decision, IncomingEvent } from './decisions.js';
import { planEvent, type Step } from './plan-event.js';
import { type RoutingContext, exitTypes } from './routing-context.js';
import { signalRun } from './signal-run.js';
import { startOrExplain } from './start-or-explain.js';

/** Routes one event: decides about each journey, and makes Temporal accept what the decisions promise. */
export async function acceptEvent(routing: RoutingContext, event: IncomingEvent): Promise<Decision[]> {
  const fault = checkEventData(routing.brand, event.type, event.data);
  if (fault) return [{ decision: 'invalid', ...fault }];
  const steps = planEvent(routing.entries, routing.brand, event);
  const received = receivedNow(event);
  const [swept, direct] = [steps.filter(isSweep), steps.filter((step) => !isSweep(step))];
  const decided = await Promise.all(direct.map((step) => take(routing, step, received)));
  return [...decided, ...(await sweepTo(routing, swept, received))];
}

/** Converts an event to the form that runs get. */
export function receivedNow({ brand: _, ...event }: IncomingEvent): ReceivedEvent {
  return { ...event, receivedAt: new Date().toISOString() };
}

type SweepStep = Extract<Step, { act: 'sweep' }>;

function isSweep(step: Step): step is SweepStep {
  return step.act === 'sweep';
}

async function take(routing: RoutingContext, step: Exclude<Step, SweepStep>, event: ReceivedEvent): Promise<Decision> {
  switch (step.act) {
    case 'decided':
      return step.decision;
    case 'start':
      return startOrExplain(routing, step, event);
    case 'signal':
      return signalRun(routing, step.entry, step.id, event);
    case 'fire':
      return fireRule(routing, step, event);
  }
}

/**
 * Starts one sweep that carries the event to runs without a direct address: of journeys, and of calls in their own
 * runs.
 */
async function sweepTo(
  routing: RoutingContext,
  steps: readonly SweepStep[],
  event: ReceivedEvent,
): Promise<Decision[]> {
  const { brand } = routing.brand;
  const journeys = steps.map((step) => step.entry.name);
  const cutsOff = exitTypes(routing).includes(event.type);
  if (steps.length === 0 && !(cutsOff && (await hasOpenCall(routing, event)))) return [];
  const swept = cutsOff ? [...journeys, CALL_RUN] : journeys;
  const id = sweepId(brand, event.id);
  if (!routing.dryRun)
    await startSweep(routing.client, id, { brand, playerId: event.playerId, event, journeys: swept });
  return journeys.map((journey) => ({ decision: 'signalled', journey, id }));
}

/**
 * Returns true if the player has an open call. Avoids a workflow for every unrelated event. A call too young to be
 * listed has fresh guard answers.
 */
async function hasOpenCall(
  { client, brand: { brand } }: RoutingContext,
  { playerId }: ReceivedEvent,
): Promise<boolean> {
  const open = await findOpenRuns(client, { brand, playerId, journeys: [CALL_RUN] });
  return open.length > 0;
}

/** Starts a sweep. A repeat of the same event finds the first one's sweep. */
async function startSweep(client: Client, id: string, input: SweepInput): Promise<void> {
  const { brand, playerId, event } = input;
  await startOnce<SweepInput>(client, 'sweep', {
    workflowId: id,
    args: [input],
    typedSearchAttributes: typedAttributes({ Brand: brand, BrandPlayer: brandPlayer(brand, playerId) }),
    staticSummary: `Sweep of ${event.type} to the open runs of ${playerId}`,
  });
}
