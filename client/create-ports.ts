import type { Client } from '@temporalio/client';
import type { Catalogue } from '../catalogue/catalogue.js';
import { callRunId } from '../workflows/contracts/names.js';
import type { Ports } from '../workflows/contracts/ports.js';
import { announcedBy } from './announced.js';
import { createAnnouncer } from './announcer.js';
import { createBulk } from './create-bulk.js';
import { createAwaitedReports } from './awaited-reports.js';
import { describedRun } from './described-run.js';
import { createDestinationReporter } from './destinations.js';
import { createEarlierCalls } from './earlier-calls.js';
import { guarded } from './guarded.js';
import { createHoldWaker } from './hold-waker.js';
import { HoldWatcher, type WatchLog } from './hold-watcher.js';
import { createLimitKeeper } from './limit-keeper.js';
import { createRunFinder } from './run-finder.js';
import { startCallRun } from './start-call-run.js';

/** The ports of a process. */
export interface ProcessPorts extends Ports {
  /** Knows no hold before its `start`, and reads on until its `close`. */
  readonly holds: HoldWatcher;
}

/** What activities need of Temporal itself, over a client. The catalogue is asked each time. */
export function createPorts(client: Client, catalogue: () => Catalogue, log: WatchLog): ProcessPorts {
  return {
    finder: createRunFinder(client),
    limits: createLimitKeeper(client),
    announcer: createAnnouncer(client, catalogue),
    callRuns: {
      start: async (input) => {
        await startCallRun(client, input);
      },
      exists: async (brand, callKey) => {
        const describe = () => describedRun(client, callRunId(brand, callKey));
        return (await guarded(client.connection, describe)) !== null;
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
    bulk: createBulk(client, catalogue),
    awaited: createAwaitedReports(client),
    earlier: createEarlierCalls(client),
  };
}
