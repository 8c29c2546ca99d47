import { distance } from 'fastest-levenshtein';
import type { BrandCatalogue, JourneySwitches } from '../catalogue/catalogue.js';
import { percentile } from '../workflows/contracts/call-key.js';
import { type HeardType, heardName, type JourneyEntry, namesType } from '../workflows/contracts/journey-entry.js';
import type { JsonValue } from '../workflows/contracts/json.js';
import { MAX_WORKFLOW_ID_BYTES, runId, tooLongForAnId } from '../workflows/contracts/names.js';
import type { Decision, IncomingEvent } from './decisions.js';

/** What an event means for one journey: already decided, or something to ask of Temporal. */
export type Step =
  | { readonly act: 'decided'; readonly decision: Decision }
  | {
      readonly act: 'start';
      readonly entry: JourneyEntry;
      readonly id: string;
      readonly key: string | null;
      readonly switches: JourneySwitches;
    }
  | { readonly act: 'signal'; readonly entry: JourneyEntry; readonly id: string }
  | { readonly act: 'sweep'; readonly entry: JourneyEntry };

/** Decides what an event means for each journey that starts on, hears or exits on its type. Asks nobody. */
export function planEvent(entries: readonly JourneyEntry[], brand: BrandCatalogue, event: IncomingEvent): Step[] {
  const concerned = entries.filter(
    (entry) => entry.startsOn === event.type || hearing(entry, event.type) !== undefined,
  );
  if (concerned.length > 0) return concerned.map((entry) => planFor(entry, brand.journeys.get(entry.name), event));
  return [{ act: 'decided', decision: { decision: 'unheard', reason: unheard(entries, brand, event.type) } }];
}

/** How a journey hears or exits on a type of event. */
export function hearing(entry: JourneyEntry, type: string): HeardType<string> | undefined {
  return [...(entry.exitsOn ?? []), ...(entry.hears ?? [])].find((heard) => heardName(heard) === type);
}

/** Whether an event of this type ends a run, which even a full run must take. */
export function exits(entry: JourneyEntry, type: string): boolean {
  return namesType(entry.exitsOn, type);
}

function planFor(entry: JourneyEntry, switches: JourneySwitches | undefined, event: IncomingEvent): Step {
  const journey = entry.name;
  if (!switches) return notEligible(journey, 'not enabled for this brand');
  return entry.startsOn === event.type ? planStart(entry, switches, event) : planSignal(entry, event);
}

function planStart(entry: JourneyEntry, switches: JourneySwitches, event: IncomingEvent): Step {
  const journey = entry.name;
  const now = new Date().toISOString();
  if (!switches.enabled) return notEligible(journey, 'not enabled for this brand');
  if (switches.from !== null && now < switches.from) return notEligible(journey, `starts on ${switches.from}`);
  if (switches.until !== null && now >= switches.until) return notEligible(journey, `ended on ${switches.until}`);
  if (percentile(event.brand, journey, event.playerId) < switches.holdout) {
    return { act: 'decided', decision: { decision: 'held-out', journey } };
  }
  const key = entry.reentry === 'every-event' ? event.id : entry.key === undefined ? null : valueAt(event, entry.key);
  if (key === undefined) return missingKey(journey, entry.key);
  return within(journey, event, key, (id) => ({ act: 'start', entry, id, key, switches }));
}

function planSignal(entry: JourneyEntry, event: IncomingEvent): Step {
  const heard = hearing(entry, event.type);
  if (entry.reentry === 'every-event') return { act: 'sweep', entry };
  if (entry.key === undefined) return within(entry.name, event, null, (id) => ({ act: 'signal', entry, id }));
  if (heard === undefined || typeof heard === 'string') return { act: 'sweep', entry };
  const key = valueAt(event, heard.key);
  if (key === undefined) return missingKey(entry.name, heard.key);
  return within(entry.name, event, key, (id) => ({ act: 'signal', entry, id }));
}

function within(journey: string, event: IncomingEvent, key: string | null, then: (id: string) => Step): Step {
  const id = runId({ brand: event.brand, journey, playerId: event.playerId, key });
  if (!tooLongForAnId(id)) return then(id);
  const reason = `makes a run's id of ${id.length} bytes, and at most ${MAX_WORKFLOW_ID_BYTES} are possible: shorten it`;
  const field = key !== null && key.length > event.playerId.length ? 'data' : 'playerId';
  return { act: 'decided', decision: { decision: 'invalid', journey, field, reason } };
}

function notEligible(journey: string, reason: string): Step {
  return { act: 'decided', decision: { decision: 'not-eligible', journey, reason } };
}

function missingKey(journey: string, key = ''): Step {
  const reason = `is missing: it is the key of ${journey}, a string or a number`;
  return { act: 'decided', decision: { decision: 'invalid', journey, field: `data.${key}`, reason } };
}

function valueAt(event: IncomingEvent, path: string): string | undefined {
  let value: JsonValue | undefined = event.data;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, part))
      return undefined;
    value = value[part];
  }
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
}

function unheard(entries: readonly JourneyEntry[], brand: BrandCatalogue, type: string): string {
  const heardTypes = entries
    .filter((entry) => brand.journeys.has(entry.name))
    .flatMap((entry) => [entry.startsOn, ...[...(entry.hears ?? []), ...(entry.exitsOn ?? [])].map(heardName)]);
  const [closest] = [...new Set(heardTypes)]
    .map((name) => ({ name, far: distance(name, type) }))
    .filter(({ far }) => far <= Math.max(2, type.length / 4))
    .sort((a, b) => a.far - b.far);
  const hint = closest ? `: did you mean "${closest.name}"?` : '';
  return `no journey or rule of ${brand.brand} hears "${type}"${hint}`;
}
