import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import type { RunningProcess } from '../launch/processes.js';
import { SetupError } from '../setup-error.js';

const START_LIMIT = 60_000;
/** A line has the whole stack of an error at its end. */
const LINE = 400;

/** Resolves when Temporal's server answers. Throws a SetupError with its last line if it ends, or after a minute. */
export async function untilUp(address: string, server: RunningProcess): Promise<void> {
  const watch: { ended: string | null } = { ended: null };
  void server.ended.then((how) => {
    watch.ended = how;
  });
  const connection = Connection.lazy({ address });
  try {
    for (const limit = Date.now() + START_LIMIT; ;) {
      const ask = () => connection.workflowService.getSystemInfo({});
      const failure = await connection.withDeadline(Date.now() + 1_000, ask).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null) return;
      if (watch.ended !== null || Date.now() > limit) {
        const why = watch.ended === null ? 'it does not answer' : `it ended with ${watch.ended}`;
        const last = (server.lastLines().split('\n').at(-1) ?? '').slice(0, LINE);
        throw new SetupError(`Temporal's server did not start: ${why}. ${last}`, { cause: failure });
      }
      await sleep(100);
    }
  } finally {
    await connection.close();
  }
}
