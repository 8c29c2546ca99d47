import type { OwnEventType } from '../runs/own-events.js';

/** The scopes of holds: everything of the brand, or the calls of one destination, action, rule or journey. */
export const HOLD_SCOPES = ['brand', 'destination', 'action', 'rule', 'journey'] as const;

export type HoldScope = (typeof HOLD_SCOPES)[number];

/** A switch that makes the calls of a scope wait; none is dropped. */
export interface Hold {
  /** `auto:{scope}:{name}` of a hold that Waypost has set. */
  readonly id: string;
  readonly scope: HoldScope;
  /** The name of the destination, action, rule or journey; the brand's own for `brand`. */
  readonly name: string;
  readonly reason: string;
  /** The owner of the key that set it; `waypost` for one that it has set itself. */
  readonly by: string;
  /** ISO 8601. */
  readonly since: string;
}

/** A hold that is gone, and who took it away. */
export interface HoldReleased extends Pick<Hold, 'id' | 'scope' | 'name'> {
  readonly by: string;
  /** ISO 8601; without it, it is from before this was kept. What is parked later is not sent again by its release. */
  readonly at?: string;
}

/** The parts of a call that a hold can be about. Without `decidedBy`, no hold of a rule or journey covers the call. */
export interface Holdable {
  readonly action?: string;
  readonly destination?: string | null;
  readonly decidedBy?: string;
}

/** True for a hold that makes this call wait. The hold is of the call's own brand. */
export function covers({ scope, name }: Pick<Hold, 'scope' | 'name'>, call: Holdable): boolean {
  switch (scope) {
    case 'brand':
      return true;
    case 'destination':
      return name === call.destination;
    case 'action':
      return name === call.action;
    case 'rule':
    case 'journey':
      return name === call.decidedBy;
  }
}

/** True for a hold of this destination itself. A read waits for such a hold, and for no other. */
export function isHeldDestination({ scope, name }: Pick<Hold, 'scope' | 'name'>, destination: string): boolean {
  return scope === 'destination' && name === destination;
}

/** Who sets the holds that no person has set. */
export const WAYPOST = 'waypost';

/** Shown in `waitingFor` of a run that waits for a hold. It comes first in the list, so that such runs can be found. */
export const A_HOLD = 'a hold';

/** Returns the entry of `waitingFor` for one hold: `a hold: auto:destination:operator`. */
export function waitsForHold(id: string): string {
  return `${A_HOLD}: ${id}`;
}

/** True if a run waits for a hold, of any id. */
export function isForHold(on: string): boolean {
  return on === A_HOLD || on.startsWith(`${A_HOLD}: `);
}

/** Shown in `waitingFor` of a run that waits for a destination to answer. */
export const A_DESTINATION = 'a destination';

/** Returns the entry of `waitingFor` for one destination: `a destination: operator`. */
export function waitsForDestination(name: string): string {
  return `${A_DESTINATION}: ${name}`;
}

/** The id of a person's hold, or of one that Waypost sets itself: of each there is one for what it holds. */
export function holdId({ scope, name }: Pick<Hold, 'scope' | 'name'>, by: 'person' | typeof WAYPOST): string {
  return by === WAYPOST ? `auto:${scope}:${name}` : `${scope}:${name}`;
}

/** The memo of a brand's holds. It is read without a worker. */
export interface HoldsMemo {
  readonly holds: readonly Hold[];
}

/** The memo of the index of holds, and its input. It is read without a worker. */
export interface HoldsIndexMemo {
  /** The start of the first index. Processes of an earlier build may still run then, which do not tell it. ISO 8601. */
  readonly since: string;
  /** By brand, how often its holds may have changed; a brand without an entry: never. */
  readonly versions: Readonly<Record<string, number>>;
}

/** Waypost's own events that rules of the brand listen to; without it, none, or it is from before this was kept. */
interface Announcing {
  readonly announces?: readonly OwnEventType[];
}

/** A hold to be set. */
export interface HoldOrdered extends Hold, Announcing {}

/** Who takes a hold away. */
export interface HoldRelease extends Announcing {
  readonly id: string;
  readonly by: string;
}

/** Runs that are to be told of a release, and when, in milliseconds since 1970. */
export interface Wake {
  readonly released: HoldReleased;
  readonly due: number;
}

/** The state of a brand's holds. Also their input, so that they can continue as new. */
export interface HoldsState extends HoldsMemo {
  readonly brand: string;
  readonly wakes: readonly Wake[];
}
