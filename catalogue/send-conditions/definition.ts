import type { AllowedHours } from '../../workflows/contracts/calls/recheck.js';
import type { MoneyTable } from '../../workflows/contracts/money.js';

/** What keeps an action's calls from being sent, and for how long they may be. */
export interface SendConditions {
  /** How long after its decision a call may still be sent, in milliseconds; `null` for as long as its patience lasts. */
  readonly expires: number | null;
  /** The brand's guards that must let a call pass, by name. */
  readonly guards: readonly string[];
  /** By what the player is reached, for the guards that ask for it: `sms`. */
  readonly channel: string | null;
  readonly allowedHours: ActionHours | null;
  /** `null` where nothing is said of limits; empty where it is said that there are none. */
  readonly limits: readonly Limit[] | null;
}

/** The hours in which an action's calls may leave. */
export interface ActionHours extends Pick<AllowedHours, 'from' | 'until' | 'outside'> {
  /** Where the player's own zone stands: `state.time_zone`; the brand's zone counts where it names none. `null` for the brand's alone. */
  readonly timeZone: string | null;
}

/** What a limit counts together. */
export const LIMIT_SCOPES = ['player', 'campaign', 'rule', 'brand'] as const;

export type LimitScope = (typeof LIMIT_SCOPES)[number];

/** How many calls, or how much money, may go out in a window that rolls along, or for ever. */
export interface Limit {
  /** Actions that limit by one name count together. `<action>-per-<scope>` unless given. */
  readonly name: string;
  /** What people read: `credit-referrer per player`. */
  readonly title: string;
  readonly per: LimitScope;
  /** At most so many calls; `null` for any number. */
  readonly count: number | null;
  /** At most so much money, by currency; `null` for any amount. A currency that it lacks is refused. */
  readonly money: MoneyTable | null;
  /** The window in milliseconds; `null` for ever. */
  readonly window: number | null;
}
