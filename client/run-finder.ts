import type { Client } from '@temporalio/client';
import type { RunFinder } from '../workflows/contracts/ports.js';
import { findOpenRuns } from './list-runs.js';

/** What activities need of Temporal, over a client. */
export function createRunFinder(client: Client): RunFinder {
  return { findOpenRuns: (search) => findOpenRuns(client, search) };
}
