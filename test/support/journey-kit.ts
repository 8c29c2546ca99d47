import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, type Duration } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { WorkflowFailedError } from '@temporalio/client';
import { inject } from 'vitest';
import { createActivities } from '../../activities/create-activities.js';
import { loadCatalogue } from '../../catalogue/load.js';
import { entries } from '../../client/entries.js';
import { deliver } from '../../client/signal-run.js';
import { startRun } from '../../client/start-run.js';
import { createWorkers, runWorkers, shutDown } from '../../worker/create-workers.js';
import type { Resolution } from '../../workflows/contracts/call.js';
import type { Events, EventType } from '../../workflows/contracts/catalogue-types.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import {
  cancelRun,
  type DeliveredEvent,
  journeyState,
  pauseRun,
  resolveCall,
  resumeRun,
} from '../../workflows/contracts/messages.js';
import { runId } from '../../workflows/contracts/names.js';
import type { JournalKind, RunState } from '../../workflows/contracts/run.js';
import type { Journey } from '../../workflows/steps/journey.js';
import type { RecordedRequest } from '../../dev/operator/request-log.js';
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
}

/** What an event carries besides its data; everything has a default. `entry` lets a run restart, as the API does. */
export type EventOptions = Partial<Pick<DeliveredEvent, 'id' | 'receivedAt' | 'state' | 'entry'>>;

/** A run under test. */
export interface KitRun {
  readonly id: string;
  readonly playerId: string;
  readonly handle: WorkflowHandle;
  /** Delivers an event; its id is new unless given. */
  deliver<T extends EventType>(type: T, data: Events[T], event?: EventOptions): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  cancel(): Promise<void>;
  /** Resolves a parked call; the only one, unless its key is given. Answers what was recorded. */
  resolve(resolution: Partial<Resolution> & Pick<Resolution, 'decision'>): Promise<Resolution & { at: string }>;
  /** The run explained, now. */
  state(): Promise<RunState>;
  /** Waits, without skipping time, until the state is as wanted. */
  until(wanted: (state: RunState) => boolean): Promise<RunState>;
  /** Skips time until the run has closed; its final state, also of a failed one. */
  end(): Promise<RunState>;
  /** The callbacks that left for this run, in order. */
  sent(): Promise<RecordedRequest[]>;
}

/** Port 1 is reserved, and nobody listens on it. */
const NOBODY_LISTENS = 'http://127.0.0.1:1';

/** A place where journeys run against the stand-in operator, and days pass in milliseconds. */
export interface JourneyKit {
  readonly operator: TestOperator;
  readonly env: TestWorkflowEnvironment;
  readonly client: Client;
  start<T extends EventType>(journey: Journey, data: Events[T], options?: StartOptions): Promise<KitRun>;
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
export function lines(state: RunState, ...kinds: JournalKind[]): string[] {
  return state.journal
    .filter((line) => kinds.length === 0 || kinds.includes(line.what))
    .map((line) => `${line.what}: ${line.text}`);
}

/** How a kit differs from production. */
export interface KitOptions {
  /** The brands whose callbacks a worker sends; what other brands send waits in its queue. All, unless given. */
  readonly brands?: readonly string[];
}

/** Starts a server on which time is skipped, a worker with all journeys and those of `test/workflows`, an operator. */
export async function startJourneyKit(options: KitOptions = {}): Promise<JourneyKit> {
  quietRuntime();
  const [env, operator] = await Promise.all([createTimeSkipping(), startTestOperator()]);
  const secrets = { LUCKY_OPERATOR_KEY: 'lucky-key', ROYAL_OPERATOR_KEY: 'royal-key' };
  const catalogueAt = (url: string) => loadCatalogue(entries, { ...secrets, OPERATOR_URL: url });
  const plugged = catalogueAt(operator.url);
  let catalogue = plugged;
  const finder = { findOpenRuns: () => Promise.reject(new Error('sweeps need the development server')) };
  const startWorkers = async () => {
    const workers = await createWorkers({
      connection: env.nativeConnection,
      namespace: env.namespace ?? 'default',
      workflows: { workflowBundle: { codePath: inject('workflowBundle') } },
      activities: createActivities({ catalogue: () => catalogue, finder, environment: secrets }),
      brands: options.brands ?? [...catalogue.brands.keys()],
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
    start: async (journey, data, options = {}) => {
      const { brand = 'lucky', playerId = `player-${randomUUID().slice(0, 8)}`, key = null } = options;
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
      await startRun(env.client, id, journey.entry, {
        ...{ brand, playerId, key, settings, catalogue: catalogue.hash, carried: null },
        event: state ? { ...event, state } : event,
      });
      return kitRun(env, operator, id, playerId);
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
      await Promise.all([env.teardown(), operator.close()]);
    },
  };
}

function kitRun(env: TestWorkflowEnvironment, operator: TestOperator, id: string, playerId: string): KitRun {
  const handle = env.client.workflow.getHandle(id);
  const by = { by: 'tester', reason: null };
  const state = () => handle.query(journeyState);
  return {
    id,
    playerId,
    handle,
    deliver: async (type, data, event = {}) => {
      const at = event.receivedAt ?? new Date(await env.currentTimeMs()).toISOString();
      const about = { id: randomUUID(), type, playerId, occurredAt: at, receivedAt: at };
      const delivered = { ...about, data: data as unknown as JsonObject, ...event };
      if (!(await deliver(env.client, id, delivered))) throw new Error(`${id} is not open`);
    },
    pause: () => handle.signal(pauseRun, by),
    resume: () => handle.signal(resumeRun, by),
    cancel: () => handle.signal(cancelRun, by),
    resolve: async (resolution) => {
      const callKey = resolution.callKey ?? (await state()).parked[0]?.callKey ?? '';
      return handle.executeUpdate(resolveCall, { args: [{ by: 'tester', ...resolution, callKey }] });
    },
    state,
    until: async (wanted) => {
      for (;;) {
        const now = await state();
        if (wanted(now)) return now;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    end: async () => {
      try {
        return (await handle.result()) as RunState;
      } catch (error) {
        const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
        const [final] = cause instanceof ApplicationFailure ? (cause.details ?? []) : [];
        if (!final) throw error;
        return final as RunState;
      }
    },
    sent: async () => {
      const keys = new Set((await state()).calls.map((call) => call.callKey));
      return (await operator.requests()).filter((request) => keys.has(String(request.headers['idempotency-key'])));
    },
  };
}
