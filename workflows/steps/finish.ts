import { TemporalFailure } from '@temporalio/workflow';
import { rootCause } from './root-cause.js';
import type { Run } from './run.js';

/**
 * Does what must be done before the run may close, and what its story does not wait for. If that fails for good, the
 * journal says what is left undone, `NeedsAttention` stays for a person to see, and the run may close all the same.
 */
export function finish(run: Run, undone: string, work: () => Promise<void>): void {
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
