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
import { type Acceptance, exitTypes } from './routing-context.js';
import { signalRun } from './signal-run.js';
import { startOrExplain } from './start-or-explain.js';

/** Routes one event: decides what it means for each journey, and has Temporal accept what that promises. */
export async function acceptEvent(acceptance: Acceptance, event: IncomingEvent): Promise<Decision[]> {
  const fault = checkEventData(acceptance.brand, event.type, event.data);
  if (fault) return [{ decision: 'invalid', ...fault }];
  const steps = planEvent(acceptance.entries, acceptance.brand, event);
  const received = receivedNow(event);
  const [swept, direct] = [steps.filter(isSweep), steps.filter((step) => !isSweep(step))];
  const decided = await Promise.all(direct.map((step) => take(acceptance, step, received)));
  return [...decided, ...(await sweepTo(acceptance, swept, received))];
}

/** An event as runs get it. */
export function receivedNow({ brand: _, ...event }: IncomingEvent): ReceivedEvent {
  return { ...event, receivedAt: new Date().toISOString() };
}

type SweepStep = Extract<Step, { act: 'sweep' }>;

function isSweep(step: Step): step is SweepStep {
  return step.act === 'sweep';
}

async function take(acceptance: Acceptance, step: Exclude<Step, SweepStep>, event: ReceivedEvent): Promise<Decision> {
  switch (step.act) {
    case 'decided':
      return step.decision;
    case 'start':
      return startOrExplain(acceptance, step, event);
    case 'signal':
      return signalRun(acceptance, step.entry, step.id, event);
    case 'fire':
      return fireRule(acceptance, step, event);
  }
}

/** One sweep carries the event to the runs that can't be addressed directly: of journeys, and of calls on their own. */
async function sweepTo(acceptance: Acceptance, steps: readonly SweepStep[], event: ReceivedEvent): Promise<Decision[]> {
  const { brand } = acceptance.brand;
  const journeys = steps.map((step) => step.entry.name);
  const cutsOff = exitTypes(acceptance).includes(event.type);
  if (steps.length === 0 && !(cutsOff && (await hasOpenCall(acceptance, event)))) return [];
  const swept = cutsOff ? [...journeys, CALL_RUN] : journeys;
  const id = sweepId(brand, event.id);
  if (!acceptance.dryRun)
    await startSweep(acceptance.client, id, { brand, playerId: event.playerId, event, journeys: swept });
  return journeys.map((journey) => ({ decision: 'signalled', journey, id }));
}

/** A stranger's event shall cost no workflow. What is not listed yet is younger than its guards' answers. */
async function hasOpenCall({ client, brand: { brand } }: Acceptance, { playerId }: ReceivedEvent): Promise<boolean> {
  const open = await findOpenRuns(client, { brand, playerId, journeys: [CALL_RUN] });
  return open.length > 0;
}

/** Where the same event came before, its sweep has it in hand. */
async function startSweep(client: Client, id: string, input: SweepInput): Promise<void> {
  const { brand, playerId, event } = input;
  await startOnce<SweepInput>(client, 'sweep', {
    workflowId: id,
    args: [input],
    typedSearchAttributes: typedAttributes({ Brand: brand, BrandPlayer: brandPlayer(brand, playerId) }),
    staticSummary: `Sweep of ${event.type} to the open runs of ${playerId}`,
  });
}
