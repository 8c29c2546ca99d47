import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { holdReleased } from '../../workflows/contracts/messages.js';
import type { HoldWaker } from '../../workflows/contracts/ports.js';
import { heldRunsQuery, visibilityPage } from '../temporal/visibility.js';
import { withDeadline } from '../temporal/with-deadline.js';

const PAGE = 200;

/** Creates the port that finds the runs that might wait for a hold, and signals its release to them. */
export function createHoldWaker(client: Client): HoldWaker {
  return {
    waiting: async (brand, cursor) => {
      const token = cursor === null ? null : Buffer.from(cursor, 'base64');
      const page = await visibilityPage(client, heldRunsQuery(brand), PAGE, token);
      const next = page.token === null ? null : Buffer.from(page.token).toString('base64');
      return { runs: page.infos.map(({ workflowId }) => workflowId), next };
    },
    signal: async (run, released) => {
      const signal = () => client.workflow.getHandle(run).signal(holdReleased, released);
      // The run has closed since it was listed, so it waits for nothing.
      await withDeadline(client.connection, () => signal().catch(unlessGone));
    },
  };
}

function unlessGone(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}
