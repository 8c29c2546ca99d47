import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { NotInCatalogue } from '../../catalogue/find.js';

/** The types of failures that activities raise. They stand in histories: never rename one. */
export const ACTIVITY_FAILURES = {
  /** A lookup was not answered, or not in its shape. Temporal asks again. */
  lookUpFailed: 'LookUpFailed',
  /** A lookup can't be asked in this way, ever: its params or the player don't fit. */
  lookUpRefused: 'LookUpRefused',
  /** The catalogue in use lacks what was asked for. Temporal asks again: a deploy may bring it. */
  notInCatalogue: 'NotInCatalogue',
} as const;

/** The failure after which Temporal asks a lookup again; `comeBackIn` so many milliseconds later, where that is known. */
export function lookUpFailed(message: string, comeBackIn?: number): ApplicationFailure {
  const type = ACTIVITY_FAILURES.lookUpFailed;
  if (comeBackIn === undefined) return ApplicationFailure.retryable(message, type);
  const { scheduledTimestampMs, scheduleToCloseTimeoutMs } = Context.current().info;
  const left = scheduledTimestampMs + scheduleToCloseTimeoutMs - Date.now();
  // Temporal would give up at once where the next try came too late.
  const nextRetryDelay = Math.max(1, Math.round(Math.min(comeBackIn, left / 2)));
  return ApplicationFailure.create({ message, type, nextRetryDelay });
}

/** Turns the catalogue's `NotInCatalogue` into a failure that Temporal retries; any other error stays what it is. */
export function retryWhenMissing(error: unknown): unknown {
  if (!(error instanceof NotInCatalogue)) return error;
  return ApplicationFailure.retryable(error.message, ACTIVITY_FAILURES.notInCatalogue);
}
