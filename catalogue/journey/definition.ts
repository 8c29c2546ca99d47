import type { JsonObject } from '../../workflows/contracts/json.js';

/** Switches with which a brand runs a journey or a rule. Dates are ISO 8601. */
export interface Switches {
  readonly enabled: boolean;
  readonly from: string | null;
  readonly until: string | null;
  /** Percent of players who stay out, as the control group. */
  readonly holdout: number;
}

/** A journey as a brand runs it. */
export interface JourneySwitches extends Switches {
  readonly settings: JsonObject;
}
