import { ApplicationFailure, TemporalFailure } from '@temporalio/workflow';
import type { Run } from './run.js';

/**
 * Does what must be done before the run may close, and what its story does not wait for. If that fails for good, the
 * journal says what is left undone, `NeedsAttention` stays for a person to see, and the run may close all the same.
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

/** What lies beneath a failure of an activity, in one sentence. */
export function rootCause(error: TemporalFailure): string {
  let cause: Error = error;
  while (cause instanceof TemporalFailure && cause.cause) cause = cause.cause;
  return cause instanceof ApplicationFailure && cause.type ? `${cause.type}: ${cause.message}` : cause.message;
}
