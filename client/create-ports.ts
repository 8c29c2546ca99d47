import type { Client } from '@temporalio/client';
import type { Catalogue } from '../catalogue/catalogue.js';
import { callRunId } from '../workflows/contracts/names.js';
import type { Ports } from '../workflows/contracts/ports.js';
import { createBulk } from './bulk/create-bulk.js';
import { createAwaitedReports } from './calls/awaited-reports.js';
import { createEarlierCalls } from './calls/earlier-calls.js';
import { startCallRun } from './calls/start-call-run.js';
import { createDestinationWaker } from './destinations/destination-waker.js';
import { type ClosableReporter, createDestinationReporter } from './destinations/reports.js';
import { createHoldWaker } from './holds/hold-waker.js';
import { HoldWatcher, type WatchLog } from './holds/hold-watcher.js';
import { createLimitKeeper } from './limits/limit-keeper.js';
import { createOwnEvents } from './rules/own-events.js';
import { announcedBy } from './rules/plan-rules.js';
import { createRunFinder } from './runs/list-runs.js';
import { describedRun } from './temporal/described-run.js';
import { withDeadline } from './temporal/with-deadline.js';

/** The ports of a process. */
export interface ProcessPorts extends Ports {
  /** Knows no hold before `start`, and reads until `close`. */
  readonly holds: HoldWatcher;
  readonly reporter: ClosableReporter;
}

/** Creates the activities' access to Temporal. Calls `catalogue` each time, because a reload can replace it. */
export function createPorts(client: Client, catalogue: () => Catalogue, log: WatchLog): ProcessPorts {
  return {
    finder: createRunFinder(client),
    limits: createLimitKeeper(client),
    ownEvents: createOwnEvents(client, catalogue),
    callRuns: {
      start: async (input) => {
        await startCallRun(client, input);
      },
      exists: async (brand, callKey) => {
        const describe = () => describedRun(client, callRunId(brand, callKey));
        return (await withDeadline(client.connection, describe)) !== null;
      },
    },
    holds: new HoldWatcher(
      client,
      () => catalogue().brands.keys(),
      log,
      (brand) => {
        const definition = catalogue().brands.get(brand);
        return definition ? announcedBy(definition) : [];
      },
    ),
    reporter: createDestinationReporter(client, catalogue),
    waker: createHoldWaker(client),
    destinationWaker: createDestinationWaker(client),
    bulk: createBulk(client, catalogue),
    awaited: createAwaitedReports(client),
    earlier: createEarlierCalls(client),
  };
}
