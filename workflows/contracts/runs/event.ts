import type { JsonObject } from '../json.js';

/**
 * Something that happened to a player, as an upstream system reports it.
 *
 * `occurredAt` is an ISO 8601 instant in UTC; `data` has the shape that the event's type declares;
 * `state` is what the upstream system knew of the player at that moment.
 */
export interface PlayerEvent<Type extends string = string, Data = JsonObject> {
  readonly id: string;
  readonly type: Type;
  readonly playerId: string;
  readonly occurredAt: string;
  readonly data: Data;
  readonly state?: JsonObject;
  readonly campaign?: Campaign;
}

/** The campaign that caused an event, as the upstream system names it. */
export interface Campaign {
  readonly id: string;
  readonly name?: string;
}

/**
 * An event as it reaches a run. `receivedAt` (ISO 8601) is when Waypost took it in: it decides whether the event
 * was in time when the event and a deadline reach the run together.
 */
export interface ReceivedEvent<Type extends string = string, Data = JsonObject> extends PlayerEvent<Type, Data> {
  readonly receivedAt: string;
}
