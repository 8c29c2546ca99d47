import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Resolution } from './calls/call.js';
import type { JsonObject } from './json.js';
import type { DestinationReport } from './keepers/destination.js';
import type { HoldOrdered, HoldRelease, HoldReleased } from './keepers/hold.js';
import type { LimitReservation, LimitSettlement, ReservationAnswer } from './keepers/limit.js';
import type { ReceivedEvent } from './runs/event.js';
import type { OwnEventType } from './runs/own-events.js';
import type { RunState } from './runs/run.js';

/** An event as it is delivered to a run; `entry` comes with start events, for a run that restarts. */
export interface DeliveredEvent extends ReceivedEvent {
  readonly entry?: { readonly settings: JsonObject; readonly catalogue: string };
}

/** Who asked for something, and why. */
export interface Request {
  readonly by: string;
  readonly reason: string | null;
}

/** A player's event. A signal, since nobody waits for the run's reaction: the journal has it. */
export const playerEvent = defineSignal<[DeliveredEvent]>('playerEvent');

/** Let no new step begin, until `resumeRun`. A signal: it must be accepted while no worker runs. */
export const pauseRun = defineSignal<[Request]>('pauseRun');
export const resumeRun = defineSignal<[Request]>('resumeRun');

/** Exit with compensations, as `cancelled`. A signal and not Temporal's own cancellation, to know who asked. */
export const cancelRun = defineSignal<[Request]>('cancelRun');

/**
 * Begin a task, which does what the last one left. A signal: one to a build that does not know it wakes the run, too.
 */
export const wakeRun = defineSignal<[Request]>('wakeRun');

/** The run, explained. */
export const journeyState = defineQuery<RunState>('journeyState');

/** A person's decision about a parked call. An update, since the person must know whether it was taken. */
export const resolveCall = defineUpdate<Resolution & { readonly at: string }, [Resolution]>('resolveCall');

/** A hold is gone: what waits for it is sent. A signal: it must be accepted while no worker runs. */
export const holdReleased = defineSignal<[HoldReleased]>('holdReleased');

/** A destination that was down answers again: what waits for it is sent. A signal: it must be accepted while no worker runs. */
export const destinationAnswers = defineSignal<[{ readonly destination: string }]>('destinationAnswers');

/**
 * A process's reports about destinations. `announces`: Waypost's own events that rules of the brand listen to. `answering`:
 * the destinations that the process found up again since its last report; without it, none, or an earlier build reports.
 */
export interface ReportedDestinations {
  readonly reports: readonly DestinationReport[];
  readonly announces: readonly OwnEventType[];
  readonly answering?: readonly string[];
}

/** A process reports about destinations. A signal: it must be accepted while no worker of workflows runs. */
export const reportDestinations = defineSignal<[ReportedDestinations]>('reportDestinations');

/** Hold calls, or let them go. Signals: holds must be set and taken away while no worker runs. A repeat changes nothing. */
export const setHold = defineSignal<[HoldOrdered]>('setHold');
export const releaseHold = defineSignal<[HoldRelease]>('releaseHold');

/** The holds of a brand may have changed. A signal: it must be accepted while no worker runs. */
export const holdsChanged = defineSignal<[{ readonly brand: string }]>('holdsChanged');

/**
 * Take calls' places under a limit, with an answer for each; said again, it changes nothing. An update, since a call may
 * leave only with its place. Many at once, since a workflow takes ten updates at a time and not one more.
 */
export const reserveLimit = defineUpdate<ReservationAnswer[], [readonly LimitReservation[]]>('reserveLimit');

/** Reservations end. A signal: it must be accepted while no worker runs. */
export const settleLimit = defineSignal<[readonly LimitSettlement[]]>('settleLimit');
