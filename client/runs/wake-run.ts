import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { SignalDefinition } from '@temporalio/common';
import type { WaitingRuns } from '../../workflows/contracts/ports.js';
import { visibilityPage } from '../temporal/visibility.js';
import { withDeadline } from '../temporal/with-deadline.js';

const PAGE = 200;

/** Returns the page of a visibility query's runs that a cursor begins, or the first. @throws TemporalUnavailable */
export async function waitingRuns(client: Client, query: string, cursor: string | null): Promise<WaitingRuns> {
  const token = cursor === null ? null : Buffer.from(cursor, 'base64');
  const page = await visibilityPage(client, query, PAGE, token);
  const next = page.token === null ? null : Buffer.from(page.token).toString('base64');
  return { runs: page.infos.map(({ workflowId }) => workflowId), next };
}

/** Signals a run. One that has closed since it was listed waits for nothing. @throws TemporalUnavailable */
export async function wakeRun<Args extends [unknown]>(
  client: Client,
  run: string,
  signal: SignalDefinition<Args>,
  ...args: Args
): Promise<void> {
  const send = () => client.workflow.getHandle(run).signal(signal, ...args);
  await withDeadline(client.connection, () => send().catch(unlessGone));
}

function unlessGone(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}
