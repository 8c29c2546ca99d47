import { ApplicationFailure, TemporalFailure } from '@temporalio/workflow';

/** What lies beneath a failure of an activity, in one sentence. */
export function rootCause(error: TemporalFailure): string {
  let cause: Error = error;
  while (cause instanceof TemporalFailure && cause.cause) cause = cause.cause;
  return cause instanceof ApplicationFailure && cause.type ? `${cause.type}: ${cause.message}` : cause.message;
}
