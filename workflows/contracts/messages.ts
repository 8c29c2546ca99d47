import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Resolution } from './call.js';
import type { ReceivedEvent } from './event.js';
import type { JsonObject } from './json.js';
import type { RunState } from './run.js';

/** An event as it is delivered to a run; `entry` comes with start events, for a run that restarts. */
export interface DeliveredEvent extends ReceivedEvent {
  readonly entry?: { readonly settings: JsonObject; readonly catalogue: string };
}

/** Who asked for something, and why. */
export interface Request {
  readonly by: string;
  readonly reason: string | null;
}

/** A player's event. A signal, since nobody waits for what the run makes of it: that stands in its journal. */
export const playerEvent = defineSignal<[DeliveredEvent]>('playerEvent');

/** Let no new step begin, until `resumeRun`. A signal: it must be accepted while no worker runs. */
export const pauseRun = defineSignal<[Request]>('pauseRun');
export const resumeRun = defineSignal<[Request]>('resumeRun');

/** Exit with compensations, as `cancelled`. A signal and not Temporal's own cancellation, to know who asked. */
export const cancelRun = defineSignal<[Request]>('cancelRun');

/** The run, explained. */
export const journeyState = defineQuery<RunState>('journeyState');

/** A person's word on a parked call. An update, since the person must know whether it was taken. */
export const resolveCall = defineUpdate<Resolution & { readonly at: string }, [Resolution]>('resolveCall');
