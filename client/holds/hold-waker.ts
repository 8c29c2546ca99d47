import type { Client } from '@temporalio/client';
import { holdReleased } from '../../workflows/contracts/messages.js';
import type { HoldWaker } from '../../workflows/contracts/ports.js';
import { waitingRuns, wakeRun } from '../runs/wake-run.js';
import { heldRunsQuery } from '../temporal/visibility.js';

/** Creates the port that finds the runs that might wait for a hold, and signals its release to them. */
export function createHoldWaker(client: Client): HoldWaker {
  return {
    waiting: (brand, cursor) => waitingRuns(client, heldRunsQuery(brand), cursor),
    signal: (run, released) => wakeRun(client, run, holdReleased, released),
  };
}
