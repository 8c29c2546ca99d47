import type { ReceivedEvent } from '../../workflows/contracts/runs/event.js';
import type { RunInput } from '../../workflows/contracts/runs/run.js';
import { announcesOf } from '../rules/plan-rules.js';
import { startRun } from '../runs/start-run.js';
import { describedRun, type DescribedRun } from '../temporal/described-run.js';
import type { Decision } from './decisions.js';
import { hearing, type Step } from './plan-event.js';
import { NOT_ELIGIBLE } from './reason-codes.js';
import type { Acceptance } from './routing-context.js';
import { deliver, signalRun } from './signal-run.js';

type Start = Extract<Step, { act: 'start' }>;

/** Another start may come between the look and the start; a third look would find what the second left. */
const LOOKS = 3;

/** Starts a run with a start event, or says why there is none: it started one before, or the re-entry forbids it. */
export async function startOrExplain(acceptance: Acceptance, step: Start, event: ReceivedEvent): Promise<Decision> {
  const { id, entry } = step;
  const looksFirst = acceptance.dryRun || entry.reentry === 'after-end' || entry.reentry === 'restart';
  for (let look = 1; ; look++) {
    const latest = looksFirst || look > 1 ? await describedRun(acceptance.client, id) : null;
    const known = latest && (await explain(acceptance, step, event, latest));
    if (known) return known;
    if (acceptance.dryRun) return { decision: 'started', journey: entry.name, id, run: null };
    const answer = await startRun(acceptance.client, id, entry, inputOf(acceptance, step, event));
    if (answer.kind === 'accepted') return confirm(acceptance, step, answer);
    if (look === LOOKS) throw new Error(`${id} exists for starting, and does not for looking`);
  }
}

/** What there is already, if it stands against a start. */
async function explain(
  acceptance: Acceptance,
  step: Start,
  event: ReceivedEvent,
  latest: DescribedRun,
): Promise<Decision | null> {
  const { id, entry } = step;
  const journey = entry.name;
  const { startedBy } = latest.memo;
  const duplicate: Decision = { decision: 'duplicate', journey, id, run: latest.run };
  if (startedBy.id === event.id) return duplicate;
  if (latest.open && hearing(entry, event.type)) return signalRun(acceptance, entry, id, event);
  if (entry.reentry === 'once') {
    const reason = latest.open ? NOT_ELIGIBLE.runOpen : NOT_ELIGIBLE.enteredOnce;
    return { decision: 'not-eligible', journey, id, reason };
  }
  if (latest.open && entry.reentry === 'after-end') {
    return { decision: 'not-eligible', journey, id, reason: NOT_ELIGIBLE.runOpen };
  }
  if (Date.parse(event.occurredAt) < Date.parse(startedBy.occurredAt)) return duplicate;
  return latest.open && entry.reentry === 'restart' ? restart(acceptance, step, event) : null;
}

async function restart(acceptance: Acceptance, step: Start, event: ReceivedEvent): Promise<Decision | null> {
  const entry = { settings: step.switches.settings, catalogue: acceptance.catalogue };
  const taken = acceptance.dryRun || (await deliver(acceptance.client, step.id, { ...event, entry }));
  return taken ? { decision: 'signalled', journey: step.entry.name, id: step.id } : null;
}

/** Where the server answers a repeated request with the first one's run, that run's memo tells whose start it was. */
async function confirm(
  { client }: Acceptance,
  { id, entry }: Start,
  answer: { readonly run: string; readonly request: string },
): Promise<Decision> {
  const derived = entry.reentry === 'after-end' || entry.reentry === 'restart';
  const mine = !derived || (await describedRun(client, id, answer.run))?.memo.startedBy.request === answer.request;
  const about = { journey: entry.name, id, run: answer.run };
  return mine ? { decision: 'started', ...about } : { decision: 'duplicate', ...about };
}

function inputOf({ brand, catalogue }: Acceptance, { key, switches }: Start, event: ReceivedEvent): RunInput {
  const { settings } = switches;
  const about = { brand: brand.brand, playerId: event.playerId, key, event, settings, catalogue, carried: null };
  return { ...about, ...announcesOf(brand, event.type) };
}
