import type { JsonObject, JsonValue } from '../../workflows/contracts/json.js';
import { valueAtPath } from '../lookup/select-answer.js';
import type { Source, SourceMap, SourceTree, SourceValue } from './definition.js';

/** A request of an upstream system, read: its body is `undefined` when there was none, its headers are in lower case. */
export interface SourceRequest {
  readonly method: string;
  readonly query: JsonObject;
  readonly headers: JsonObject;
  readonly body: JsonValue | undefined;
  /** The bytes of the body, and the query as it was written. */
  readonly rawBody: Uint8Array;
  readonly rawQuery: string;
}

/** The parts of an event as a request holds them; `id`, `occurredAt` and `brand` are `null` where it has none. */
export interface EventParts {
  readonly id: string | null;
  readonly type: string;
  readonly playerId: string;
  readonly occurredAt: string | null;
  readonly data: JsonObject;
  readonly state: JsonObject | null;
  readonly campaign: JsonObject | null;
  readonly brand: string | null;
}

/** A fault of a request; `field` is its place there (`body.user_id`). */
export interface SourceFault {
  readonly field: string;
  readonly message: string;
}

/** The parts of an event, or every fault of the request. */
export type MappedRequest =
  | { readonly kind: 'event'; readonly parts: EventParts }
  | { readonly kind: 'fault'; readonly faults: readonly [SourceFault, ...SourceFault[]] };

/** Takes the parts of an event from a request, as the source's map says. Pure; judges shapes, not meanings. */
export function mapSource({ map }: Source, request: SourceRequest): MappedRequest {
  const faults: SourceFault[] = [];
  const read = <T>(part: () => T, otherwise: T): T => {
    try {
      return part();
    } catch (error) {
      if (!(error instanceof Unfit)) throw error;
      faults.push({ field: error.field, message: error.message });
      return otherwise;
    }
  };
  const parts: EventParts = {
    id: read(() => textOf(map.id, request), null),
    type: read(() => required(map.type, 'type', request), ''),
    playerId: read(() => required(map.playerId, 'playerId', request), ''),
    occurredAt: read(() => instantOf(map.occurredAt, request), null),
    data: read(() => objectOf(map.data, 'data', request), null) ?? {},
    state: read(() => objectOf(map.state, 'state', request), null),
    campaign: read(() => campaignOf(map.campaign, request), null),
    brand: read(() => textOf(map.brand, request), null),
  };
  const [first, ...rest] = faults;
  return first === undefined ? { kind: 'event', parts } : { kind: 'fault', faults: [first, ...rest] };
}

/** The brand that a request names, as it names it; `null` for none. */
export function brandNamedBy({ map }: Source, request: SourceRequest): string | null {
  try {
    return textOf(map.brand, request);
  } catch (error) {
    if (error instanceof Unfit) return null; // mapSource tells about it
    throw error;
  }
}

/** The place of a part of the event in a source's requests, for people: `body.id or query.id`. */
export function placeOf(map: SourceMap, part: keyof SourceMap): string {
  const value = map[part];
  return value?.kind === 'paths' ? value.paths.join(' or ') : part;
}

class Unfit extends Error {
  readonly field: string;
  constructor(tree: SourceTree, message: string, otherwise = 'body') {
    super(message);
    this.field = tree.kind === 'paths' ? tree.paths.join(' or ') : otherwise;
  }
}

function required(value: SourceValue, part: string, request: SourceRequest): string {
  const text = textOf(value, request);
  if (text === null) throw new Unfit(value, `is missing: it holds the event's ${part}`);
  return text;
}

/** Text; a whole number becomes its digits, so that the player 123 and the player "123" are one. */
function textOf(value: SourceValue | null, request: SourceRequest): string | null {
  const found = value === null ? undefined : firstFilled(value, request);
  if (value === null || found === undefined) return null;
  const text = typeof found === 'number' && Number.isInteger(found) ? String(found) : found;
  if (typeof text !== 'string') throw new Unfit(value, 'must be text or a whole number');
  return translated(value, text);
}

function translated(value: SourceValue, text: string): string {
  const values = value.kind === 'paths' ? value.values : undefined;
  if (values === undefined) return text;
  const meaning = Object.hasOwn(values, text) ? values[text] : undefined;
  if (meaning === undefined) throw new Unfit(value, `must be one of ${Object.keys(values).join(', ')}`);
  return meaning;
}

/** An instant as it is written; seconds or milliseconds since 1970 become ISO 8601. */
function instantOf(value: SourceValue | null, request: SourceRequest): string | null {
  const text = textOf(value, request);
  if (text === null || !/^\d{9,14}$/.test(text)) return text;
  // Seconds have ten digits until the year 2286, milliseconds have twelve or more since 1973.
  return new Date(Number(text) * (text.length < 12 ? 1_000 : 1)).toISOString();
}

function objectOf(tree: SourceTree | null, part: string, request: SourceRequest): JsonObject | null {
  const found = tree === null ? null : treeOf(tree, request);
  if (tree === null || found === undefined || found === null || found === '') return null;
  if (typeof found === 'object' && !Array.isArray(found)) return found;
  throw new Unfit(tree, `must be a JSON object: it holds the event's ${part}`, part);
}

function campaignOf(tree: SourceTree | null, request: SourceRequest): JsonObject | null {
  const { id = '', name = '' } = objectOf(tree, 'campaign', request) ?? {};
  if (id === '' || id === null) return null;
  return { id: digitsOf(id), ...(name === '' || name === null ? {} : { name: digitsOf(name) }) };
}

function digitsOf(value: JsonValue): JsonValue {
  return typeof value === 'number' ? String(value) : value;
}

function treeOf(tree: SourceTree, request: SourceRequest): JsonValue | undefined {
  if (tree.kind === 'fixed') return tree.value;
  if (tree.kind === 'paths') {
    const found = tree.paths.map((path) => find(path, request)).find((one) => one !== undefined);
    return tree.values !== undefined && typeof found === 'string' ? translated(tree, found) : found;
  }
  const entries = Object.entries(tree.entries).map(([key, child]) => [key, treeOf(child, request)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as JsonObject;
}

function firstFilled(value: SourceValue, request: SourceRequest): JsonValue | undefined {
  if (value.kind === 'fixed') return value.value;
  const found = value.paths.map((path) => find(path, request));
  return found.find((one) => one !== undefined && one !== null && one !== '');
}

function find(path: string, request: SourceRequest): JsonValue | undefined {
  const [root = '', ...keys] = path.split('.');
  const value = root === 'body' || root === 'query' || root === 'headers' ? request[root] : undefined;
  if (value === undefined || keys.length === 0) return value;
  const rest = keys.join('.');
  // A query and a form are flat: `user.id` is the name of one of their fields.
  const isField = typeof value === 'object' && value !== null && Object.hasOwn(value, rest);
  return isField ? (value as JsonObject)[rest] : valueAtPath(value, rest);
}
