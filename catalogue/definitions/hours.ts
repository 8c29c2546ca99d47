import type { AllowedHours } from '../../workflows/contracts/clearance.js';

/** The hours in which an action's calls may leave. */
export interface ActionHours extends Pick<AllowedHours, 'from' | 'until' | 'outside'> {
  /** Where the player's own zone stands: `state.time_zone`; the brand's zone counts where it names none. `null` for the brand's alone. */
  readonly timeZone: string | null;
}
