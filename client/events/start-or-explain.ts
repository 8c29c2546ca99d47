import type { ReceivedEvent } from '../../workflows/contracts/runs/event.js';
import type { RunInput } from '../../workflows/contracts/runs/run.js';
import { ownEventsHeardBy } from '../rules/plan-rules.js';
import { startRun } from '../runs/start-run.js';
import { describedRun, type DescribedRun } from '../temporal/described-run.js';
import type { Decision } from './decisions.js';
import { hearing, type Step } from './plan-event.js';
import { NOT_ELIGIBLE } from './reason-codes.js';
import type { RoutingContext } from './routing-context.js';
import { deliver, signalRun } from './signal-run.js';

type Start = Extract<Step, { act: 'start' }>;

/**
 * Largest number of looks. Another start can come between a look and a start; a third look finds what the second left.
 */
const MAX_LOOKS = 3;

/** Starts a run with a start event, or explains why it can't: the event started one before, or re-entry forbids it. */
export async function startOrExplain(routing: RoutingContext, step: Start, event: ReceivedEvent): Promise<Decision> {
  const { id, entry } = step;
  const looksFirst = routing.dryRun || entry.reentry === 'after-end' || entry.reentry === 'restart';
  for (let look = 1; ; look++) {
    const latest = looksFirst || look > 1 ? await describedRun(routing.client, id) : null;
    const known = latest && (await explain(routing, step, event, latest));
    if (known) return known;
    if (routing.dryRun) return { decision: 'started', journey: entry.name, id, run: null };
    const answer = await startRun(routing.client, id, entry, inputOf(routing, step, event));
    if (answer.kind === 'accepted') return confirm(routing, step, answer);
    if (look === MAX_LOOKS) throw new Error(`${id} can't be started because it exists, and can't be found`);
  }
}

/** Returns the existing run if it prevents a start. */
async function explain(
  routing: RoutingContext,
  step: Start,
  event: ReceivedEvent,
  latest: DescribedRun,
): Promise<Decision | null> {
  const { id, entry } = step;
  const journey = entry.name;
  const { startedBy } = latest.memo;
  const duplicate: Decision = { decision: 'duplicate', journey, id, run: latest.run };
  if (startedBy.id === event.id) return duplicate;
  if (latest.open && hearing(entry, event.type)) return signalRun(routing, entry, id, event);
  if (entry.reentry === 'once') {
    const reason = latest.open ? NOT_ELIGIBLE.runOpen : NOT_ELIGIBLE.enteredOnce;
    return { decision: 'not-eligible', journey, id, reason };
  }
  if (latest.open && entry.reentry === 'after-end') {
    return { decision: 'not-eligible', journey, id, reason: NOT_ELIGIBLE.runOpen };
  }
  if (Date.parse(event.occurredAt) < Date.parse(startedBy.occurredAt)) return duplicate;
  return latest.open && entry.reentry === 'restart' ? restart(routing, step, event) : null;
}

async function restart(routing: RoutingContext, step: Start, event: ReceivedEvent): Promise<Decision | null> {
  const entry = { settings: step.switches.settings, catalogue: routing.catalogue };
  const taken = routing.dryRun || (await deliver(routing.client, step.id, { ...event, entry }));
  return taken ? { decision: 'signalled', journey: step.entry.name, id: step.id } : null;
}

/** Checks whose start a run is, by its memo. The server answers a repeated request with the first one's run. */
async function confirm(
  { client }: RoutingContext,
  { id, entry }: Start,
  answer: { readonly run: string; readonly request: string },
): Promise<Decision> {
  const derived = entry.reentry === 'after-end' || entry.reentry === 'restart';
  const mine = !derived || (await describedRun(client, id, answer.run))?.memo.startedBy.request === answer.request;
  const about = { journey: entry.name, id, run: answer.run };
  return mine ? { decision: 'started', ...about } : { decision: 'duplicate', ...about };
}

function inputOf({ brand, catalogue }: RoutingContext, { key, switches }: Start, event: ReceivedEvent): RunInput {
  const { settings } = switches;
  const about = { brand: brand.brand, playerId: event.playerId, key, event, settings, catalogue, carried: null };
  return { ...about, ...ownEventsHeardBy(brand, event.type) };
}
