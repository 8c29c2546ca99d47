import { sleep, workflowInfo } from '@temporalio/workflow';
import type { SeenRequestInput } from '../contracts/runs/seen-request.js';

/**
 * Stays open for as long as a request without an id is known: while it is open, Temporal starts no second one of its
 * id, so the same request again is the same event. It has nothing else to do.
 */
export async function seenRequest({ window }: SeenRequestInput): Promise<void> {
  const left = workflowInfo().startTime.getTime() + window - Date.now();
  if (left > 0) await sleep(left, { summary: 'the same request is the same event until then' });
}
