import { hostname } from 'node:os';
import { type Client } from '@temporalio/client';
import type { Catalogue } from '../../catalogue/catalogue.js';
import {
  type DestinationReport,
  type DestinationsMemo,
  type DestinationsState,
  freshReports,
} from '../../workflows/contracts/keepers/destination.js';
import { reportDestinations, type ReportedDestinations } from '../../workflows/contracts/messages.js';
import { destinationsId, LIMITS_QUEUE } from '../../workflows/contracts/names.js';
import type { DestinationReporter } from '../../workflows/contracts/ports.js';
import { announcedBy } from '../rules/plan-rules.js';
import { typedAttributes } from '../temporal/attributes.js';
import { descriptionOf } from '../temporal/described-run.js';
import { withDeadline } from '../temporal/with-deadline.js';

/** A reporter that reports nothing after `close`: then the connection can be closed. */
export interface ClosableReporter extends DestinationReporter {
  close(): void;
}

/**
 * Creates the port that reports this process's view of the destinations. One workflow for each brand keeps the reports.
 */
export function createDestinationReporter(client: Client, catalogue: () => Catalogue): ClosableReporter {
  let closed = false;
  return {
    close: () => {
      closed = true;
    },
    process: `${process.pid}@${hostname()}`,
    report: async (brand, reports, answering) => {
      const definition = catalogue().brands.get(brand);
      if (closed || !definition || reports.length === 0) return;
      const start = () =>
        client.workflow.signalWithStart<(state: DestinationsState) => Promise<void>, [ReportedDestinations]>(
          'destinations',
          {
            workflowId: destinationsId(brand),
            taskQueue: LIMITS_QUEUE,
            args: [{ brand, reports: [], down: [] }],
            memo: { reports } satisfies DestinationsMemo,
            typedSearchAttributes: typedAttributes({ Brand: brand }),
            staticSummary: `the destinations of ${brand}`,
            signal: reportDestinations,
            signalArgs: [{ reports, announces: announcedBy(definition), answering }],
          },
        );
      await withDeadline(client.connection, start);
    },
  };
}

/** Returns the current reports of worker processes about a brand's destinations. @throws TemporalUnavailable */
export async function readReports(client: Client, brand: string): Promise<DestinationReport[]> {
  const found = await withDeadline(client.connection, () => descriptionOf(client, destinationsId(brand)));
  const { reports = [] } = (found?.memo ?? {}) as Partial<DestinationsMemo>;
  return freshReports(reports, Date.now());
}
