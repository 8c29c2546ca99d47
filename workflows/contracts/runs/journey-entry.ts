import type { JSONSchema } from 'json-schema-to-ts';
import type { ActionName, EventType, LookupName } from '../catalogue-types.js';
import type { JsonObject, JsonValue } from '../json.js';

/**
 * The reactions to a start event for a player who has, or had, a run.
 * `once`: one run per player (and key) within the namespace's retention; `after-end`: a new one once the last has
 * closed; `every-event`: one per start event; `restart`: the open run exits and starts again with the event.
 */
export const REENTRIES = ['once', 'after-end', 'every-event', 'restart'] as const;

export type Reentry = (typeof REENTRIES)[number];

/** An event that a journey hears or exits on; `key` is where the run's key stands in that event's data. */
export type HeardType<T extends string = EventType> = T | { readonly type: T; readonly key: string };

/** The plain data of a journey: what starts it, what it hears, what ends it, what it uses. */
export interface JourneyEntry {
  readonly name: string;
  readonly startsOn: EventType;
  /** Where the run's key stands in the start event's data; without it a player has one run at a time. */
  readonly key?: string;
  readonly reentry: Reentry;
  readonly hears?: readonly HeardType[];
  readonly exitsOn?: readonly HeardType[];
  /** The actions and lookups that the story may use. */
  readonly uses?: readonly (ActionName | LookupName)[];
  /** A JSON Schema (`as const`) of the settings that each brand fills in. */
  readonly settings?: JSONSchema;
}

/** The name of an event type in a list of heard types. */
export function heardName(heard: HeardType<string>): string {
  return typeof heard === 'string' ? heard : heard.type;
}

/** True if a list of heard types names an event's type. */
export function namesType(list: readonly HeardType<string>[] | undefined, type: string): boolean {
  return list?.some((heard) => heardName(heard) === type) ?? false;
}

/** The key that stands at a path (`withdrawal.id`) in an event's data: a text or a number; `undefined` for anything else. */
export function keyIn(data: JsonObject, path: string): string | undefined {
  let value: JsonValue | undefined = data;
  for (const part of path.split('.')) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, part))
      return undefined;
    value = value[part];
  }
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
}
