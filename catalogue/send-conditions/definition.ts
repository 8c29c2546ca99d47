import type { AllowedHours } from '../../workflows/contracts/calls/recheck.js';
import type { MoneyTable } from '../../workflows/contracts/money.js';

/** Conditions that can keep an action's calls from being sent, and their expiry. */
export interface SendConditions {
  /**
   * Time after the decision within which a call can be sent, in milliseconds; `null` for as long as its patience lasts.
   */
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
  /**
   * Path of the player's time zone: `state.time_zone`. The brand's zone counts if nothing is there. `null` for the
   * brand's zone.
   */
  readonly timeZone: string | null;
}

/** Scopes that a limit can count by. */
export const LIMIT_SCOPES = ['player', 'campaign', 'rule', 'brand'] as const;

export type LimitScope = (typeof LIMIT_SCOPES)[number];

/** Most calls, or most money, in a rolling window or for ever. */
export interface Limit {
  /** Actions that limit by one name count together. `<action>-per-<scope>` unless given. */
  readonly name: string;
  /** Name for people: `credit-referrer per player`. */
  readonly title: string;
  readonly per: LimitScope;
  /** Most calls; `null` for any number. */
  readonly count: number | null;
  /** At most so much money, by currency; `null` for any amount. A currency that it lacks is refused. */
  readonly money: MoneyTable | null;
  /** The window in milliseconds; `null` for ever. */
  readonly window: number | null;
}
