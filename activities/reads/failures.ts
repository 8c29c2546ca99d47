import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { NotInCatalogue } from '../../catalogue/find.js';

/** Failure types of activities. They stand in histories: never rename one. */
export const ACTIVITY_FAILURES = {
  /** A lookup gave no answer, or one of the wrong shape. Temporal retries. */
  lookUpFailed: 'LookUpFailed',
  /** A lookup can never be asked like this: its params or the player don't fit. */
  lookUpRefused: 'LookUpRefused',
  /** The catalogue in use lacks a definition. Temporal retries, because a deploy can bring it. */
  notInCatalogue: 'NotInCatalogue',
} as const;

/** Shortest delay of a retry, in milliseconds. */
const SOONEST_RETRY = 500;

/** Returns the failure after which Temporal retries a lookup, in `comeBackIn` milliseconds if given. */
export function lookUpFailed(message: string, comeBackIn?: number): ApplicationFailure {
  const type = ACTIVITY_FAILURES.lookUpFailed;
  if (comeBackIn === undefined) return ApplicationFailure.retryable(message, type);
  const { scheduledTimestampMs, scheduleToCloseTimeoutMs } = Context.current().info;
  const left = scheduledTimestampMs + scheduleToCloseTimeoutMs - Date.now();
  // Temporal gives up at once if the next try would come too late. Its clock decides, which may be behind this one.
  const nextRetryDelay = Math.round(Math.min(comeBackIn, Math.max(SOONEST_RETRY, left / 2)));
  return ApplicationFailure.create({ message, type, nextRetryDelay });
}

/** Turns `NotInCatalogue` into a failure that Temporal retries. Other errors stay as they are. */
export function retryWhenMissing(error: unknown): unknown {
  if (!(error instanceof NotInCatalogue)) return error;
  return ApplicationFailure.retryable(error.message, ACTIVITY_FAILURES.notInCatalogue);
}
