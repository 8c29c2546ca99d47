import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities } from '../../activities/create-activities.js';
import type { Action } from '../../catalogue/action/definition.js';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { Destination } from '../../catalogue/destination/definition.js';
import { buildCatalogue } from '../../catalogue/load/load.js';
import type { Lookup } from '../../catalogue/lookup/definition.js';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { AttemptReport, CallRequest, PreparedCall } from '../../workflows/contracts/calls/call.js';
import type { HoldReader } from '../../workflows/contracts/ports.js';
import { ENTRIES } from '../catalogue/entries.js';
import { InMemoryHolds } from '../support/in-memory-holds.js';
import { NO_PORTS } from '../support/no-ports.js';
import { sampleBrands } from '../support/sample-brands.js';

/** What differs from the sample catalogue, for every brand. */
export interface Changes {
  readonly brand?: Partial<BrandCatalogue>;
  readonly destination?: Partial<Destination>;
  readonly actions?: readonly Action[];
  readonly lookups?: readonly Lookup[];
  /** Whether actions ask their guards; they ask none unless a test is about that. */
  readonly guarded?: boolean;
}

export const SECRETS = { LUCKY_OPERATOR_KEY: 'lucky-secret', ROYAL_OPERATOR_KEY: 'royal-secret' };

export const REQUEST: CallRequest = {
  callKey: 'wp_key',
  brand: 'lucky',
  action: 'credit-referrer',
  playerId: 'player-1',
  fields: { amount: { amount: '10.00', currency: 'EUR' } },
  event: {},
  state: null,
  campaign: null,
  decidedBy: 'refer-a-friend',
};

/** The sample catalogue with its operator at `url`. */
export function catalogueAt(url: string, changes: Changes = {}): Catalogue {
  const brands = sampleBrands({ OPERATOR_URL: url }).map((brand) => ({
    ...brand,
    ...changes.brand,
    destinations: new Map(
      [...brand.destinations].map(([name, one]) => [name, { ...one, ...changes.destination }] as const),
    ),
    actions: new Map(
      [...brand.actions.values(), ...(changes.actions ?? [])].map((one) => {
        return [one.name, changes.guarded ? one : { ...one, guards: [] }] as const;
      }),
    ),
    lookups: new Map([...brand.lookups, ...(changes.lookups ?? []).map((one) => [one.name, one] as const)]),
  }));
  return buildCatalogue(brands, ENTRIES);
}

/** The activities of a process that runs this catalogue. */
export function activitiesOf(
  catalogue: Catalogue,
  environment: NodeJS.ProcessEnv = SECRETS,
  now: () => number = Date.now,
  holds: HoldReader = new InMemoryHolds(),
): Activities {
  const finder = { findOpenRuns: () => Promise.resolve([{ id: 'lucky:x:y', run: 'r', journey: 'x' }]) };
  return createActivities({ catalogue: () => catalogue, ...NO_PORTS, finder, holds, environment, now });
}

/** Runs an activity in a context of its own. */
export function within<Request, Answer>(
  activity: (request: Request, asked: string) => Promise<Answer>,
  request: Request,
  info: {
    readonly isLocal?: boolean;
    readonly taskQueue?: string;
    readonly runId?: string;
    readonly scheduled?: number;
    readonly scheduleToCloseTimeoutMs?: number;
  } = {},
): Promise<Answer> {
  const execution = { workflowId: 'lucky:x:y', runId: info.runId ?? 'first-run' };
  const environment = new MockActivityEnvironment(
    {
      isLocal: info.isLocal ?? false,
      taskQueue: info.taskQueue ?? 'callbacks:lucky',
      workflowExecution: execution,
      currentAttemptScheduledTimestampMs: info.scheduled ?? Date.now(),
      scheduledTimestampMs: Date.now(),
      scheduleToCloseTimeoutMs: info.scheduleToCloseTimeoutMs ?? 75 * 60 * 60_000,
    },
    { logger: new DefaultLogger('ERROR') },
  );
  return environment.run(activity, request, new Date(0).toISOString());
}

/** Prepares a call that must be ready. */
export async function prepared(activities: Activities, change: Partial<CallRequest> = {}): Promise<PreparedCall> {
  const preparation = await within(activities.prepareCall, { ...REQUEST, ...change });
  if (preparation.kind !== 'ready') throw new Error(`not ready: ${JSON.stringify(preparation)}`);
  return preparation.call;
}

/** One attempt of a call. */
export function attempt(activities: Activities, call: PreparedCall, runId = 'first-run'): Promise<AttemptReport> {
  return within(
    activities.sendCallback,
    { call, attempt: 1, originalRunId: 'first-run', confirmedIn: null },
    { runId },
  );
}
