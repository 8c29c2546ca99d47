import { ApplicationFailure, TemporalFailure } from '@temporalio/workflow';
import type { Run } from './run.js';

/**
 * Starts work that must end before the run can close. The story does not wait for it. If the work fails, the journal says
 * what is left undone, `NeedsAttention` stays after the run has closed, and the run can close.
 */
export function beforeClose(run: Run, undone: string, work: () => Promise<void>): void {
  run.calls.unfinished += 1;
  void (async () => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof TemporalFailure)) throw error;
      const reason = `${undone}: ${rootCause(error)}`;
      run.note('failed', reason);
      run.needAttention(reason, { forGood: true });
    } finally {
      run.calls.unfinished -= 1;
    }
  })();
}

/** The root cause of an activity's failure, in one sentence. */
export function rootCause(error: TemporalFailure): string {
  let cause: Error = error;
  while (cause instanceof TemporalFailure && cause.cause) cause = cause.cause;
  return cause instanceof ApplicationFailure && cause.type ? `${cause.type}: ${cause.message}` : cause.message;
}
