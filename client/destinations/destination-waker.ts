import type { Client } from '@temporalio/client';
import { destinationAnswers } from '../../workflows/contracts/messages.js';
import type { DestinationWaker } from '../../workflows/contracts/ports.js';
import { waitingRuns, wakeRun } from '../runs/wake-run.js';
import { waitingAtQuery } from '../temporal/visibility.js';

/** Creates the port that finds the runs that wait for a destination, and signals to them that it answers again. */
export function createDestinationWaker(client: Client): DestinationWaker {
  return {
    waiting: (brand, destination, cursor) => waitingRuns(client, waitingAtQuery(brand, destination, []), cursor),
    signal: (run, destination) => wakeRun(client, run, destinationAnswers, { destination }),
  };
}
