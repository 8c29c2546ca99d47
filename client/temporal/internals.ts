import type { Client } from '@temporalio/client';
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js';
import {
  type InternalWorkflowStartOptions,
  InternalWorkflowStartOptionsSymbol,
} from '@temporalio/client/lib/internal.js';
import {
  decodeArrayFromPayloads,
  decodeOptionalFailureToOptionalError,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';

/*
 * The only file outside workflows/ that imports `@temporalio/…/lib/…`. Each import says which public API is missing;
 * replace it when the SDK gets that API. The types and the tests show when an upgrade changes one of them.
 */

type Payloads = readonly temporal.api.common.v1.IPayload[];
type RawRun = Parameters<typeof executionInfoFromRaw>[0];

/**
 * Decodes the payloads of one workflow's history event.
 * Missing: a decoder of payloads. `client.options.loadedDataConverter` is public, but nothing public applies both its
 * codecs and its converter.
 */
export function decodePayloads(client: Client, workflowId: string, payloads?: Payloads | null): Promise<unknown[]> {
  const { loadedDataConverter, namespace } = client.options;
  const context = { type: 'workflow', namespace, workflowId } as const;
  return decodeArrayFromPayloads(loadedDataConverter, payloads && [...payloads], context);
}

/**
 * Decodes a failure of one workflow's history event.
 * Missing: a decoder of failures, for the same reason.
 */
export function decodeFailure(
  client: Client,
  workflowId: string,
  failure?: temporal.api.failure.v1.IFailure | null,
): Promise<Error | undefined> {
  const { loadedDataConverter, namespace } = client.options;
  const context = { type: 'workflow', namespace, workflowId } as const;
  return decodeOptionalFailureToOptionalError(loadedDataConverter, failure, context);
}

/**
 * Turns one line of `listWorkflowExecutions` into what `client.workflow.list()` yields.
 * Missing: `list()` with a page size and a page token. It iterates over all pages and hides the token.
 */
export function executionInfoOf({ options }: Client, raw: RawRun): ReturnType<typeof executionInfoFromRaw<RawRun>> {
  return executionInfoFromRaw(raw, options.loadedDataConverter, raw, options.namespace);
}

/**
 * Options that start a workflow under a request id. The server answers a repeated id with the run it started first.
 * Missing: `requestId` in `WorkflowStartOptions`. The SDK draws a new one for each call of `start`.
 */
export function underRequestId(
  requestId: string,
): Pick<InternalWorkflowStartOptions, typeof InternalWorkflowStartOptionsSymbol> {
  return { [InternalWorkflowStartOptionsSymbol]: { requestId } };
}

/**
 * Histories as JSON and back, as Temporal's UI and command line read and write them.
 * Missing: an export of these in the index of `@temporalio/common`. Temporal's own docs import this path.
 */
export { type History, historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
