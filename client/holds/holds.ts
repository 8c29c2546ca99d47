import { type Client, type WorkflowExecutionDescription } from '@temporalio/client';
import {
  type Hold,
  type HoldOrdered,
  type HoldRelease,
  type HoldsMemo,
  type HoldsState,
  WAYPOST,
} from '../../workflows/contracts/keepers/hold.js';
import { releaseHold, setHold } from '../../workflows/contracts/messages.js';
import { holdsId, LIMITS_QUEUE } from '../../workflows/contracts/names.js';
import type { OwnEventType } from '../../workflows/contracts/runs/own-events.js';
import { typedAttributes } from '../temporal/attributes.js';
import { descriptionOf } from '../temporal/described-run.js';
import { isOpen } from '../temporal/open.js';
import { withDeadline } from '../temporal/with-deadline.js';
import { tellHoldsChanged } from './holds-index.js';

/** The holds of a brand. `settled`: no change of them waits for a worker. */
export interface ReadHolds {
  readonly holds: readonly Hold[];
  readonly settled: boolean;
}

const NONE: ReadHolds = { holds: [], settled: true };

/** Reads the holds of a brand; needs no worker. @throws TemporalUnavailable */
export async function readHolds(client: Client, brand: string, within?: number): Promise<ReadHolds> {
  const found = await withDeadline(client.connection, () => descriptionOf(client, holdsId(brand)), within);
  return found === null ? NONE : readOf(found);
}

function readOf({ memo, raw, status }: WorkflowExecutionDescription): ReadHolds {
  const { holds = [] } = (memo ?? {}) as Partial<HoldsMemo>;
  return { holds, settled: !isOpen(status) || !raw.pendingWorkflowTask };
}

/** Options of setting a hold: Waypost's own events that the brand's rules listen to, and the time in milliseconds. */
export interface Sending {
  readonly announces?: readonly OwnEventType[];
  readonly within?: number;
}

/**
 * Sets a hold; a hold of the same id stays. A brand's first hold can be read immediately, a further one after a worker
 * has taken it in. Tells all processes. @throws TemporalUnavailable
 */
export async function sendHold(client: Client, brand: string, hold: Hold, sending: Sending = {}): Promise<void> {
  const { announces = [], within } = sending;
  const memo = { holds: [hold] } satisfies HoldsMemo;
  const attention = { Brand: brand, NeedsAttention: hold.by === WAYPOST };
  const start = () =>
    client.workflow.signalWithStart<(state: HoldsState) => Promise<void>, [HoldOrdered]>('holds', {
      workflowId: holdsId(brand),
      taskQueue: LIMITS_QUEUE,
      args: [{ brand, ...memo, wakes: [] }],
      memo,
      typedSearchAttributes: typedAttributes(attention),
      staticSummary: `Holds of ${brand}`,
      signal: setHold,
      signalArgs: [announces.length === 0 ? hold : { ...hold, announces }],
    });
  await withDeadline(client.connection, start, within);
  await tellHoldsChanged(client, brand, within);
}

/**
 * Releases a hold; does nothing if it is not set. @throws RunNotFound if the brand has no holds; TemporalUnavailable
 */
export async function sendRelease(client: Client, brand: string, release: HoldRelease): Promise<void> {
  await withDeadline(client.connection, () => client.workflow.getHandle(holdsId(brand)).signal(releaseHold, release));
  await tellHoldsChanged(client, brand);
}
