import type { PlayerEvent } from './event.js';

/** The events that Waypost itself sends, for rules: into a chat of the team, or a warehouse. */
export const OWN_EVENTS = [
  'waypost.journey.started',
  'waypost.journey.ended',
  'waypost.journey.exited',
  'waypost.call.delivered',
  'waypost.call.refused',
  'waypost.call.parked',
  'waypost.destination.down',
  'waypost.destination.well',
  'waypost.hold.set',
  'waypost.hold.released',
  'waypost.run.stuck',
] as const;

export type OwnEventType = (typeof OWN_EVENTS)[number];

/** True for a type of event that only Waypost itself may send. */
export function isOwnEvent(type: string): boolean {
  return type.startsWith('waypost.');
}

/** The player of what is about no player: of destinations and holds. */
export const NO_PLAYER = 'waypost';

/** Those that tell of calls: what is no journey itself tells of nothing else. */
export function ofCalls(types: readonly OwnEventType[] = []): OwnEventType[] {
  return types.filter((type) => type.startsWith('waypost.call.'));
}

/** An event of Waypost's own, on its way to the rules of its brand. */
export interface OwnEvent extends PlayerEvent {
  readonly brand: string;
}
