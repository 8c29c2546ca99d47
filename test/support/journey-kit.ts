import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, beforeEach, inject } from 'vitest';
import { createActivities } from '../../activities/create-activities.js';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { buildCatalogue, catalogueFolder, loadCatalogue } from '../../catalogue/load/load.js';
import { createPorts } from '../../client/create-ports.js';
import { entries } from '../../client/entries.js';
import { startRun } from '../../client/runs/start-run.js';
import { callsEnded } from '../../client/temporal/with-deadline.js';
import { createWorkers, runWorkers, shutDown } from '../../worker/create-workers.js';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { Events, EventType } from '../../workflows/contracts/catalogue-types.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import { runId } from '../../workflows/contracts/names.js';
import type { OwnEventType } from '../../workflows/contracts/runs/own-events.js';
import type { JournalLine, RunState } from '../../workflows/contracts/runs/run.js';
import type { Journey } from '../../workflows/runs/journey.js';
import { InMemoryHolds } from './in-memory-holds.js';
import { type KitRun, kitRun } from './kit-run.js';
import { startTestOperator, type TestOperator } from './operator.js';
import { quietRuntime } from './quiet-runtime.js';
import { createTimeSkipping } from './temporal.js';

/** What a run starts with; everything has a default. */
export interface StartOptions {
  readonly brand?: string;
  readonly playerId?: string;
  readonly key?: string;
  readonly settings?: JsonObject;
  readonly state?: JsonObject;
  readonly announces?: readonly OwnEventType[];
}

/** Port 1 is reserved, and nobody listens on it. */
const NOBODY_LISTENS = 'http://127.0.0.1:1';

/** A place where journeys run against the stand-in operator, and days pass in milliseconds. */
export interface JourneyKit {
  readonly operator: TestOperator;
  readonly env: TestWorkflowEnvironment;
  readonly client: Client;
  readonly holds: InMemoryHolds;
  start<T extends EventType>(journey: Journey, data: Events[T], options?: StartOptions): Promise<KitRun>;
  /** Forgets what the operator has heard, and takes all holds away. */
  reset(): Promise<void>;
  /** Lets time pass for all runs. */
  sleep(duration: Duration): Promise<void>;
  /** Does something while no worker runs. Time is skipped only up to the first thing that a worker has to do. */
  withoutWorkers(act: () => Promise<void>): Promise<void>;
  /** Lets every destination refuse connections, until `plugIn`. */
  unplug(): void;
  plugIn(): void;
  close(): Promise<void>;
}

/** The lines of a journal of these kinds, as `kind: text`. */
export function lines(state: RunState, ...kinds: JournalLine['what'][]): string[] {
  return state.journal
    .filter((line) => kinds.length === 0 || kinds.includes(line.what))
    .map((line) => `${line.what}: ${line.text}`);
}

/** Whether a run rests: it waits for an event, a timer, the next attempt of a call, or a person. */
export function atRest(state: RunState): boolean {
  return state.waitingFor.length > 0;
}

/** How a kit differs from production. */
export interface KitOptions {
  /** The brands whose callbacks a worker sends; what other brands send waits in its queue. All, unless given. */
  readonly brands?: readonly string[];
  /**
   * Whether no run is kept in memory, so that every task replays it from its history. Needed for `withoutWorkers`: what
   * is meant for a worker's memory is not handed to the next worker on this server.
   */
  readonly replaysAlways?: boolean;
  /** Changes what the sample brands declare. */
  readonly change?: (brand: BrandCatalogue) => BrandCatalogue;
  /** Puts activities of its own in the place of some. */
  readonly activities?: (real: Activities) => Activities;
  /** The clock of breakers. Unless given it goes on a second at each look, so that each look may probe. */
  readonly now?: () => number;
}

/** Starts a server on which time is skipped, a worker with all journeys and those of `test/workflows`, an operator. */
export async function startJourneyKit(options: KitOptions = {}): Promise<JourneyKit> {
  quietRuntime();
  const [env, operator] = await Promise.all([createTimeSkipping(), startTestOperator()]);
  const secrets = { LUCKY_OPERATOR_KEY: 'lucky-key', ROYAL_OPERATOR_KEY: 'royal-key' };
  const { change = (brand) => brand, activities = (real) => real } = options;
  const catalogueAt = (url: string) => {
    const { brands } = loadCatalogue(catalogueFolder({}), entries, { ...secrets, OPERATOR_URL: url });
    return buildCatalogue([...brands.values()].map(change), entries);
  };
  const plugged = catalogueAt(operator.url);
  let catalogue = plugged;
  const holds = new InMemoryHolds();
  let probing = 0;
  const finder = { findOpenRuns: () => Promise.reject(new Error('sweeps need the development server')) };
  const ports = createPorts(env.client, () => catalogue, { error: () => undefined, info: () => undefined });
  const startWorkers = async () => {
    const workers = await createWorkers({
      connection: env.nativeConnection,
      namespace: env.namespace ?? 'default',
      workflows: { workflowBundle: { codePath: inject('workflowBundle') } },
      activities: activities(
        createActivities({
          catalogue: () => catalogue,
          ...ports,
          finder,
          holds,
          now: options.now ?? (() => (probing += 1_000)),
          environment: secrets,
          sendsFor: (brand) => options.brands?.includes(brand) ?? true,
        }),
      ),
      brands: options.brands ?? [...catalogue.brands.keys()],
      ...(options.replaysAlways ? { maxCachedWorkflows: 0 } : {}),
    });
    const running = runWorkers(workers);
    return async () => {
      shutDown(workers);
      await running;
    };
  };
  let stopWorkers = await startWorkers();

  return {
    operator,
    env,
    client: env.client,
    holds,
    start: async (journey, data, options = {}) => {
      const { brand = 'lucky', playerId = `player-${randomUUID().slice(0, 8)}`, key = null, announces = [] } = options;
      const id = runId({ brand, journey: journey.entry.name, playerId, key });
      const at = new Date(await env.currentTimeMs()).toISOString();
      const type = journey.entry.startsOn;
      const event = {
        id: randomUUID(),
        type,
        playerId,
        occurredAt: at,
        receivedAt: at,
        data: data as unknown as JsonObject,
      };
      const settings =
        options.settings ?? catalogue.brands.get(brand)?.journeys.get(journey.entry.name)?.settings ?? {};
      const { state } = options;
      const answer = await startRun(env.client, id, journey.entry, {
        ...{ brand, playerId, key, settings, catalogue: catalogue.hash, carried: null, announces },
        event: state ? { ...event, state } : event,
      });
      if (answer.kind === 'exists') throw new Error(`${id} has been started before`);
      return kitRun({ env, operator, id, playerId, run: answer.run });
    },
    reset: async () => {
      for (const brand of catalogue.brands.keys()) holds.release(brand);
      await operator.reset();
    },
    sleep: (duration) => env.sleep(duration),
    withoutWorkers: async (act) => {
      await stopWorkers();
      try {
        await act();
      } finally {
        stopWorkers = await startWorkers();
      }
    },
    unplug: () => {
      catalogue = catalogueAt(NOBODY_LISTENS);
    },
    plugIn: () => {
      catalogue = plugged;
    },
    close: async () => {
      await stopWorkers();
      ports.reporter.close();
      await callsEnded(env.connection);
      await Promise.all([env.teardown(), operator.close()]);
    },
  };
}

/**
 * Registers a kit for the tests of a file: it is reset before each test, and closed at the end. The kit is there when
 * the first test or hook runs.
 */
export function useJourneyKit(options?: KitOptions): JourneyKit {
  const kit = {} as JourneyKit;
  beforeAll(async () => {
    Object.assign(kit, await startJourneyKit(options));
  });
  beforeEach(() => kit.reset());
  afterAll(() => kit.close());
  return kit;
}
