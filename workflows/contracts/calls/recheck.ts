/** A read can't be done within a local activity: ask again as a regular one, on that queue. */
export interface ElsewhereAnswer {
  readonly kind: 'elsewhere';
  readonly queue: string;
  readonly reason: string;
  /** The destination that does not answer; without it, it does, or it is from before this was kept. */
  readonly destination?: string;
}

/** The fates of a call outside its allowed hours: it waits for the next ones, or is suppressed. */
export const OUTSIDE_HOURS = ['wait', 'drop'] as const;

/** The hours in which a call may leave, by the clock of the player's own zone; over midnight where `until` ≤ `from`. */
export interface AllowedHours {
  /** `09:00` */
  readonly from: string;
  /** `21:00`: the first minute in which nothing leaves any more. */
  readonly until: string;
  /** The IANA name of the zone, as it was found when the call was prepared. */
  readonly timeZone: string;
  /** Why it is the brand's zone, where the action says where the player's stands; without it, nothing is assumed. */
  readonly fallback?: string;
  readonly outside: (typeof OUTSIDE_HOURS)[number];
}

/** A reason for which a call must not be sent now. */
export type Blocked =
  /** Ends the call: a guard refuses it, or it is outside its hours and does not wait for the next ones. */
  | { readonly kind: 'suppressed'; readonly by: string; readonly reason: string }
  /** Until an instant (ISO 8601): the next allowed hours. */
  | { readonly kind: 'later'; readonly until: string; readonly reason: string }
  | Held;

/** Until the hold of this id is taken away. */
export interface Held {
  readonly kind: 'held';
  readonly hold: string;
  readonly reason: string;
  /** Since when it is held (ISO 8601); without it, it is from before this was kept. */
  readonly since?: string;
}

/** The answer to whether a prepared call may be sent now. Asked again when the last answer is over a minute old. */
export type Clearance = { readonly kind: 'clear' } | Blocked | ElsewhereAnswer;
