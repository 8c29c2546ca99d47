import type { ReceivedEvent } from './event.js';

/** An event to be carried to a player's open runs in some journeys of a brand, whatever their keys are. */
export interface SweepInput {
  readonly brand: string;
  readonly playerId: string;
  readonly event: ReceivedEvent;
  readonly journeys: readonly string[];
}

/** The workflow ids of the runs that were signalled. */
export interface SweepResult {
  readonly signalled: readonly string[];
}
