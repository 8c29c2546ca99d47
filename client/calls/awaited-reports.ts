import type { Client } from '@temporalio/client';
import type { AwaitedReports } from '../../workflows/contracts/ports.js';
import { RunNotFound } from '../errors.js';
import { isOpen } from '../temporal/open.js';
import { withDeadline } from '../temporal/with-deadline.js';

/** Creates the port that asks Temporal if a run still waits for an activity. */
export function createAwaitedReports(client: Client): AwaitedReports {
  return {
    isAwaited: async ({ workflowId, runId, activityId }) => {
      const describe = () => client.workflow.getHandle(workflowId, runId).describe();
      try {
        const { raw, status } = await withDeadline(client.connection, describe);
        const pending = raw.pendingActivities ?? [];
        return isOpen(status) && pending.some((activity) => activity.activityId === activityId);
      } catch (error) {
        if (error instanceof RunNotFound) return false;
        throw error;
      }
    },
  };
}
