import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import type { History } from '../temporal/internals.js';
import { withDeadline } from '../temporal/with-deadline.js';

/** Largest page that Temporal gives. */
const PAGE = 1_000;
/** Time for one page of a history, in milliseconds. */
const PAGE_WITHIN_MS = 20_000;

/** The ids of one run. */
interface RunIds {
  readonly workflowId: string;
  readonly runId: string;
}

/** Thrown when a history is too long to be replayed here. The message says how long it may be. */
export class HistoryTooLong extends Error {
  override readonly name = 'HistoryTooLong';
}

/**
 * Downloads the history of a run. Gives up beyond `maxEvents` events, so that one run can't fill the memory.
 * @throws HistoryTooLong, RunNotFound, TemporalUnavailable
 */
export async function fetchHistory(client: Client, { workflowId, runId }: RunIds, maxEvents: number): Promise<History> {
  const events: NonNullable<History['events']> = [];
  let nextPageToken: Uint8Array = new Uint8Array();
  do {
    const request = { namespace: client.options.namespace, execution: { workflowId, runId }, nextPageToken };
    const page = await withDeadline(
      client.connection,
      () => client.workflowService.getWorkflowExecutionHistory({ ...request, maximumPageSize: PAGE }),
      PAGE_WITHIN_MS,
    );
    events.push(...(page.history?.events ?? []));
    if (events.length > maxEvents) throw new HistoryTooLong(`its history has more than ${maxEvents} events`);
    nextPageToken = page.nextPageToken;
  } while (nextPageToken.length > 0);
  return proto.temporal.api.history.v1.History.create({ events });
}

/** Returns the number of events of a run. @throws RunNotFound, TemporalUnavailable */
export async function historyLength(client: Client, { workflowId, runId }: RunIds): Promise<number> {
  const described = await withDeadline(client.connection, () =>
    client.workflow.getHandle(workflowId, runId).describe(),
  );
  return described.historyLength;
}

/** Writes a history as bytes (Temporal's protobuf). */
export function historyToBytes(history: History): Uint8Array {
  return proto.temporal.api.history.v1.History.encode(history).finish();
}

/** Reads what `historyToBytes` wrote. Throws if the bytes are none. */
export function historyFromBytes(bytes: Uint8Array): History {
  return proto.temporal.api.history.v1.History.decode(bytes);
}

/** Returns the marks of `patched` in a history. */
export function patchesIn({ events }: History): string[] {
  return (events ?? []).flatMap(({ markerRecordedEventAttributes: marker }) => {
    if (marker?.markerName !== 'core_patch') return [];
    const data = marker.details?.['patch-data']?.payloads?.[0]?.data;
    if (!data) return [];
    const { id } = JSON.parse(Buffer.from(data).toString('utf8')) as { readonly id?: unknown };
    return typeof id === 'string' ? [id] : [];
  });
}

/** Returns the names of the search attributes that a history sets. */
export function attributesIn({ events }: History): string[] {
  return (events ?? []).flatMap(({ upsertWorkflowSearchAttributesEventAttributes: upsert }) =>
    Object.keys(upsert?.searchAttributes?.indexedFields ?? {}),
  );
}
