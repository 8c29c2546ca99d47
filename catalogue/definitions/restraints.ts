import type { ActionHours } from './hours.js';
import type { Limit } from './limit.js';

/** What keeps an action's calls from being sent, and for how long they may be. */
export interface Restraints {
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
