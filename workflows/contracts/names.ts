import { shortHash } from './calls/call-key.js';

/** The form of all names: journeys, actions, lookups, rules, brands, destinations. */
export const NAME = /^[a-z][a-z0-9-]*$/;

/** The name of the worker deployment in Temporal that all builds of Waypost belong to. */
export const DEPLOYMENT = 'waypost';

/** The longest workflow id, in bytes after encoding. */
export const MAX_WORKFLOW_ID_BYTES = 200;

/** The longest id of an event, in characters. */
export const MAX_EVENT_ID_LENGTH = 128;

/** The parts of a run's id. `journey` is `~sweep`, `~limit`, `~holds`, `~call`, `~bulk`, `~seen` or `~rule` for Waypost's own workflows. */
export interface RunName {
  readonly brand: string;
  readonly journey: string;
  readonly playerId: string;
  readonly key: string | null;
}

/** The workflow id of a run: `brand:journey:playerId[:key]`, each part percent-encoded. */
export function runId(name: RunName): string {
  const parts = [name.brand, name.journey, name.playerId, ...(name.key === null ? [] : [name.key])];
  return parts.map(encodePart).join(':');
}

/** Reads a run's id back into its parts; `null` when it is not one. */
export function parseRunId(id: string): RunName | null {
  const parts = id.split(':');
  if (parts.length < 3 || parts.length > 4) return null;
  try {
    const [brand = '', journey = '', playerId = '', key] = parts.map(decodeURIComponent);
    const name = { brand, journey, playerId, key: key ?? null };
    return brand && journey && playerId && runId(name) === id ? name : null;
  } catch {
    return null; // a malformed percent sequence
  }
}

/** The id of the sweep that carries one event to a player's keyed runs; of an event's id that is too long, its hash. */
export function sweepId(brand: string, eventId: string): string {
  const id = runId({ brand, journey: '~sweep', playerId: eventId, key: null });
  return tooLongForAnId(id) ? runId({ brand, journey: '~sweep', playerId: shortHash(eventId), key: null }) : id;
}

/** The id of the workflow that keeps a request known by its hash, for as long as the same one is the same event. */
export function seenId(brand: string, hash: string): string {
  return runId({ brand, journey: '~seen', playerId: hash, key: null });
}

/** The journey part in the ids of a rule's runs. */
export const RULE_RUN = '~rule';

/** The id of the run that one event fires of a rule; of an event's id that is too long, its hash. */
export function ruleRunId(brand: string, rule: string, eventId: string): string {
  const id = runId({ brand, journey: RULE_RUN, playerId: rule, key: eventId });
  return tooLongForAnId(id) ? runId({ brand, journey: RULE_RUN, playerId: rule, key: shortHash(eventId) }) : id;
}

/** The journey part in the ids of limits. */
export const LIMIT = '~limit';

/** The id of the workflow that keeps a limit for one of its scopes (a player, a campaign …); of one too long, its hash. */
export function limitId(brand: string, limit: string, scope: string): string {
  const id = runId({ brand, journey: LIMIT, playerId: limit, key: scope });
  return tooLongForAnId(id) ? runId({ brand, journey: LIMIT, playerId: limit, key: shortHash(scope) }) : id;
}

/** The id of the workflow that keeps a brand's holds. */
export function holdsId(brand: string): string {
  return `${encodePart(brand)}:~holds`;
}

/** The id of the workflow that counts the changes to the holds of all brands. No brand has an empty name. */
export const HOLDS_INDEX_ID = ':~holds-index';

/** The id of the workflow that keeps what is known of a brand's destinations. */
export function destinationsId(brand: string): string {
  return `${encodePart(brand)}:~destinations`;
}

/** The journey part in the ids of calls that live on their own. */
export const CALL_RUN = '~call';

/** The id of the run in which a call lives on its own. */
export function callRunId(brand: string, callKey: string): string {
  return runId({ brand, journey: CALL_RUN, playerId: callKey, key: null });
}

/** The journey of calls that live on their own, in attributes and lists: `~call:credit-referrer`. */
export function callJourney(action: string): string {
  return `${CALL_RUN}:${action}`;
}

/** The journey of a rule's runs, in attributes and lists: `~rule:loyalty-sync`. */
export function ruleJourney(rule: string): string {
  return `${RULE_RUN}:${rule}`;
}

/** A run as Temporal's UI names it: `Refer-a-friend of player-7`, `Rule loyalty-sync for player-7`. */
export function titleOf(journey: string, playerId: string): string {
  for (const [kind, name] of [
    [RULE_RUN, 'Rule'],
    [CALL_RUN, 'Call'],
  ] as const) {
    if (journey.startsWith(`${kind}:`)) return `${name} ${journey.slice(kind.length + 1)} for ${playerId}`;
  }
  return `${journey.charAt(0).toUpperCase()}${journey.slice(1)} of ${playerId}`;
}

/** The journey part in the ids of orders by filter. */
export const BULK = '~bulk';

/** The id of the run that carries out an order by filter; of an order's id that is too long, its hash. */
export function bulkId(brand: string, orderId: string): string {
  const id = runId({ brand, journey: BULK, playerId: orderId, key: null });
  return tooLongForAnId(id) ? runId({ brand, journey: BULK, playerId: shortHash(orderId), key: null }) : id;
}

/** The id of the run that carries out an order to do calls again; of an order's id that is too long, its hash. */
export function redoOrderId(brand: string, orderId: string): string {
  const id = runId({ brand, journey: BULK, playerId: 'redo', key: orderId });
  return tooLongForAnId(id) ? runId({ brand, journey: BULK, playerId: 'redo', key: shortHash(orderId) }) : id;
}

/** The value of the search attribute `BrandPlayer`, by which a player's runs are found. */
export function brandPlayer(brand: string, playerId: string): string {
  return `${encodePart(brand)}:${encodePart(playerId)}`;
}

/** The player in a value of `BrandPlayer`. */
export function playerOf(value: string): string {
  return decodeURIComponent(value.slice(value.indexOf(':') + 1));
}

/** The workflow type of a journey or of one of Waypost's own workflows: its name in camelCase. */
export function workflowType(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The length of an id in bytes; ids are ASCII once encoded. */
export function tooLongForAnId(id: string): boolean {
  return id.length > MAX_WORKFLOW_ID_BYTES;
}

function encodePart(part: string): string {
  // It leaves ! ' ( ) * ~ alone. A quote must not reach a query: Temporal's stores do not agree on how it is escaped.
  return encodeURIComponent(part).replaceAll("'", '%27');
}
/** Where all workflow tasks, local activities and Waypost's own reads run. */
export const JOURNEYS_QUEUE = 'journeys';

/** Where the keepers of limits and holds run, and nothing else: no journey waits for them, nor they for journeys. */
export const LIMITS_QUEUE = 'limits';

/** The queue of the calls of a brand's destinations, unless a destination has its own. */
export function callbacksQueue(brand: string): string {
  return `callbacks:${brand}`;
}

/** A destination's own queue. */
export function destinationQueue(brand: string, destination: string): string {
  return `${callbacksQueue(brand)}:${destination}`;
}
