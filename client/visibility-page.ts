import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import { guarded } from './guarded.js';

/** One page of what visibility knows; `token` begins the page after it, `null` on the last. */
export interface VisibilityPage {
  readonly infos: readonly WorkflowExecutionInfo[];
  readonly token: Uint8Array | null;
}

/** The page of a query that a token begins, or the first. @throws TemporalUnavailable */
export async function visibilityPage(
  client: Client,
  query: string,
  pageSize: number,
  token: Uint8Array | null = null,
): Promise<VisibilityPage> {
  const { namespace, loadedDataConverter } = client.options;
  return guarded(client.connection, async () => {
    const page = await client.workflowService.listWorkflowExecutions({
      namespace,
      query,
      pageSize,
      ...(token && { nextPageToken: token }),
    });
    const infos = page.executions.map((raw) => executionInfoFromRaw(raw, loadedDataConverter, raw, namespace));
    return { infos: await Promise.all(infos), token: page.nextPageToken.length > 0 ? page.nextPageToken : null };
  });
}
