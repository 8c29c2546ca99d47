import { distance } from 'fastest-levenshtein';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { JourneySwitches } from '../../catalogue/journey/definition.js';
import { MAX_WORKFLOW_ID_BYTES, runId, tooLongForAnId } from '../../workflows/contracts/names.js';
import {
  heardName,
  type HeardType,
  type JourneyEntry,
  keyIn,
  namesType,
} from '../../workflows/contracts/runs/journey-entry.js';
import { planRule, rulesOn, type RuleStep } from '../rules/plan-rules.js';
import type { Decision, IncomingEvent } from './decisions.js';
import { ineligibleBecause } from './eligibility.js';
import { NOT_ELIGIBLE } from './reason-codes.js';

/** The plan for a start event and one journey: a decision, or a run to start. */
export type StartStep =
  | { readonly act: 'decided'; readonly decision: Decision }
  | {
      readonly act: 'start';
      readonly entry: JourneyEntry;
      readonly id: string;
      readonly key: string | null;
      readonly switches: JourneySwitches;
    };

/** The plan for an event and one journey or rule: a decision, or a request to Temporal. */
export type Step =
  | StartStep
  | RuleStep
  | { readonly act: 'signal'; readonly entry: JourneyEntry; readonly id: string }
  | { readonly act: 'sweep'; readonly entry: JourneyEntry };

/** Plans an event for each journey and rule that listens to its type. Makes no request. */
export function planEvent(entries: readonly JourneyEntry[], brand: BrandCatalogue, event: IncomingEvent): Step[] {
  const concerned = entries.filter(
    (entry) => entry.startsOn === event.type || hearing(entry, event.type) !== undefined,
  );
  const steps = [
    ...concerned.map((entry) => planFor(entry, brand.journeys.get(entry.name), event)),
    ...rulesOn(brand, event.type).map((rule) => planRule(brand, rule, event)),
  ];
  return steps.length > 0 ? steps : [decided({ decision: 'unheard', reason: unheard(entries, brand, event.type) })];
}

/** Plans the start of a run by an event of its journey's start type. Makes no request. */
export function planStart(entry: JourneyEntry, switches: JourneySwitches | undefined, event: IncomingEvent): StartStep {
  const { name } = entry;
  if (!switches) return notEligible(name, 'not enabled for this brand');
  const bar = ineligibleBecause(switches, name, event);
  if (bar) return decided({ ...bar, journey: name });

  const start = (key: string | null, field: string) =>
    withId<StartStep>(entry, event, { key, field }, (id) => ({ act: 'start', entry, id, key, switches }));
  if (entry.reentry === 'every-event') return start(event.id, 'id');
  if (entry.key === undefined) return start(null, 'playerId');
  const key = keyIn(event.data, entry.key);
  return key === undefined ? missingKey(name, entry.key) : start(key, `data.${entry.key}`);
}

/** Returns how a journey hears or exits on a type of event. */
export function hearing(entry: JourneyEntry, type: string): HeardType<string> | undefined {
  return [...(entry.exitsOn ?? []), ...(entry.hears ?? [])].find((heard) => heardName(heard) === type);
}

/** Returns true if an event of this type ends a run. Even a full run must take such an event. */
export function exits(entry: JourneyEntry, type: string): boolean {
  return namesType(entry.exitsOn, type);
}

function planFor(entry: JourneyEntry, switches: JourneySwitches | undefined, event: IncomingEvent): Step {
  if (!switches) return notEligible(entry.name, NOT_ELIGIBLE.notEnabled);
  if (entry.startsOn !== event.type) return planSignal(entry, event);
  const step = planStart(entry, switches, event);
  // A player who can't enter can still have an open run, which hears the event.
  const outside = step.act === 'decided' && step.decision.decision !== 'invalid';
  return outside && hearing(entry, event.type) ? planSignal(entry, event) : step;
}

function planSignal(entry: JourneyEntry, event: IncomingEvent): Step {
  const heard = hearing(entry, event.type);
  const signal = (key: string | null, field: string) =>
    withId<Step>(entry, event, { key, field }, (id) => ({ act: 'signal', entry, id }));
  const keyed = entry.key !== undefined || entry.reentry === 'every-event';
  if (!keyed) return signal(null, 'playerId');
  if (entry.reentry === 'every-event' || heard === undefined || typeof heard === 'string') {
    return withId<Step>(entry, event, { key: null, field: 'playerId' }, () => ({ act: 'sweep', entry }));
  }
  const key = keyIn(event.data, heard.key);
  return key === undefined ? missingKey(entry.name, heard.key) : signal(key, `data.${heard.key}`);
}

/** Continues with the id of a run if the event has its key. `field` is the source of the key. */
function withId<S>(
  { name }: JourneyEntry,
  { brand, playerId }: IncomingEvent,
  { key, field }: { readonly key: string | null; readonly field: string },
  then: (id: string) => S,
): S | Decided {
  const id = runId({ brand, journey: name, playerId, key });
  if (!tooLongForAnId(id)) return then(id);
  const withoutKey = runId({ brand, journey: name, playerId, key: null });
  return invalid(
    name,
    tooLongForAnId(withoutKey) ? 'playerId' : field,
    `makes a run's id of ${id.length} bytes, and at most ${MAX_WORKFLOW_ID_BYTES} are possible: shorten it`,
  );
}

type Decided = Extract<Step, { act: 'decided' }>;

function decided(decision: Decision): Decided {
  return { act: 'decided', decision };
}

function notEligible(journey: string, reason: string): Decided {
  return decided({ decision: 'not-eligible', journey, reason });
}

function missingKey(journey: string, key: string): Decided {
  return invalid(journey, `data.${key}`, `is missing: it is the key of ${journey}, a string or a number`);
}

function invalid(journey: string, field: string, reason: string): Decided {
  return decided({ decision: 'invalid', journey, field, reason });
}

function unheard(entries: readonly JourneyEntry[], brand: BrandCatalogue, type: string): string {
  const byJourneys = entries
    .filter((entry) => brand.journeys.has(entry.name))
    .flatMap((entry) => [entry.startsOn, ...[...(entry.hears ?? []), ...(entry.exitsOn ?? [])].map(heardName)]);
  const heardTypes = [...byJourneys, ...[...brand.rules.values()].flatMap((rule) => rule.on)];
  const [closest] = [...new Set(heardTypes)]
    .map((name) => ({ name, far: distance(name, type) }))
    .filter(({ far }) => far <= Math.max(2, type.length / 4))
    .sort((a, b) => a.far - b.far);
  const hint = closest ? `: did you mean "${closest.name}"?` : '';
  return `no journey or rule of ${brand.brand} hears "${type}"${hint}`;
}
