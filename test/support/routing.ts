import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, beforeAll, inject } from 'vitest';
import { createActivities } from '../../activities/create-activities.js';
import type { JourneySwitches } from '../../catalogue/journey/definition.js';
import { createJourneyClient } from '../../client/create-journey-client.js';
import { createPorts } from '../../client/create-ports.js';
import type { Decision, IncomingEvent } from '../../client/events/decisions.js';
import type { JourneyClient } from '../../client/journey-client.js';
import { createWorkers, runWorkers, shutDown } from '../../worker/create-workers.js';
import { limitQueues } from '../../worker/limit-queues.js';
import type { Activities } from '../../workflows/contracts/activities.js';
import { journeyState } from '../../workflows/contracts/messages.js';
import type { RunFinder } from '../../workflows/contracts/ports.js';
import type { RunState } from '../../workflows/contracts/runs/run.js';
import type { Journey } from '../../workflows/runs/journey.js';
import { type Change, catalogueOf, entriesOf } from './catalogue-of.js';
import { startTestOperator, type TestOperator } from './operator.js';
import { callsEnded } from '../../client/temporal/with-deadline.js';
import { freshNamespace, type TestNamespace } from './temporal.js';

/** A namespace of the development server; journey clients for any choice of journeys; workers when they are wanted. */
export interface Routing extends Omit<TestNamespace, 'close'> {
  readonly operator: TestOperator;
  /** A client of a product that has these journeys only, enabled for both sample brands unless `switches` differ. */
  journeys(journeys: readonly Journey[], switches?: Partial<JourneySwitches>): JourneyClient;
  /**
   * Starts workers beside those that run; resolves when they run, to a function that stops them. Those of calls are all,
   * unless only some brands' are wanted. `activities` may put others in the place of some. A `build` has another bundle of workflows, and its id.
   */
  work(
    brands?: readonly string[],
    activities?: (real: Activities) => Activities,
    build?: WorkingBuild,
  ): Promise<() => Promise<void>>;
  /** Changes what brands declare in another way from now on, also for workers that run. */
  redeclare(change: Change): void;
  rest(): Promise<void>;
  close(): Promise<void>;
}

/** A build of the workers: the file of its workflow bundle, and its id if the workers have a version. */
export interface WorkingBuild {
  readonly codePath: string;
  readonly buildId?: string;
}

/** Another converter than Temporal's own, and the bundle of workflows that was made with it. */
export interface Conversion {
  readonly dataConverter: DataConverter;
  readonly codePath: string;
}

/**
 * Prepares for tests of routing. `watch` may look at, or change, what sweeps are told; `change` what brands declare,
 * for clients and workers alike.
 */
export async function startRouting(
  watch: (finder: RunFinder) => RunFinder = (finder) => finder,
  change: Change = (brand) => brand,
  { dataConverter, codePath }: Conversion = { dataConverter: {}, codePath: inject('workflowBundle') },
): Promise<Routing> {
  const [place, operator] = await Promise.all([freshNamespace(), startTestOperator()]);
  const environment = { OPERATOR_URL: operator.url, LUCKY_OPERATOR_KEY: 'lucky-key', ROYAL_OPERATOR_KEY: 'royal-key' };
  let changed = change;
  let samples = catalogueOf([], {}, environment, change);
  const client = new Client({ connection: place.connection, namespace: place.namespace, dataConverter });
  const native = await NativeConnection.connect({ address: place.address });
  const working = new Set<() => Promise<void>>();
  const rest = async () => {
    await Promise.all([...working].map((stop) => stop()));
  };
  return {
    ...place,
    client,
    operator,
    journeys: (journeys, switches = {}) => {
      const catalogue = catalogueOf(journeys, switches, environment, changed);
      return createJourneyClient({ catalogue: () => catalogue, entries: entriesOf(journeys), client });
    },
    work: async (
      brands = [...samples.brands.keys()],
      activities = (real) => real,
      build: WorkingBuild = { codePath },
    ) => {
      const ports = createPorts(client, () => samples, { error: () => undefined, info: () => undefined });
      await ports.holds.start();
      const workers = await createWorkers({
        connection: native,
        namespace: place.namespace,
        workflows: { workflowBundle: { codePath: build.codePath } },
        ...(build.buildId === undefined ? {} : { buildId: build.buildId }),
        dataConverter,
        activities: activities(
          createActivities({
            catalogue: () => samples,
            ...ports,
            finder: watch(ports.finder),
            environment,
            sendsFor: (brand) => brands.includes(brand),
          }),
        ),
        brands,
        limited: await limitQueues(native, place.namespace, samples, pino({ level: 'silent' })),
      });
      const running = runWorkers(workers);
      const stop = async () => {
        working.delete(stop);
        shutDown(workers);
        await running;
        ports.holds.close();
        ports.reporter.close();
      };
      working.add(stop);
      return stop;
    },
    redeclare: (other) => {
      changed = other;
      samples = catalogueOf([], {}, environment, other);
    },
    rest,
    close: async () => {
      await rest();
      await callsEnded(place.connection);
      await Promise.all([place.close(), native.close(), operator.close()]);
    },
  };
}

/**
 * Registers a place with running workers for the tests of a file, and its close. The place is there when the first
 * test or hook runs.
 */
export function useRouting(...args: Parameters<typeof startRouting>): Routing {
  const routing = {} as Routing;
  beforeAll(async () => {
    Object.assign(routing, await startRouting(...args));
    await routing.work();
  });
  afterAll(() => routing.close());
  return routing;
}

const DATA = {
  'player.referred': { referrerId: 'r-1' },
  'deposit.made': { amount: { amount: '50.00', currency: 'EUR' } },
  'withdrawal.requested': { withdrawalId: 'w-1', amount: { amount: '50.00', currency: 'EUR' } },
  'withdrawal.cancelled': { withdrawalId: 'w-1' },
  'player.excluded': {},
};

/** A new event of lucky's, with an id of its own unless one is given. */
export function eventOf(
  type: keyof typeof DATA,
  playerId: string,
  changes: Partial<Omit<IncomingEvent, 'type' | 'playerId'>> = {},
): IncomingEvent {
  const { data, ...rest } = changes;
  const occurredAt = new Date().toISOString();
  return { brand: 'lucky', id: randomUUID(), type, playerId, occurredAt, data: { ...DATA[type], ...data }, ...rest };
}

/** A player that no other test knows. */
export function newPlayer(): string {
  return `p-${randomUUID().slice(0, 8)}`;
}

/** The only decision of an answer, which must be of this kind. */
export function only<K extends Decision['decision']>(
  decisions: readonly Decision[],
  kind: K,
): Extract<Decision, { decision: K }> {
  const [first, ...others] = decisions;
  if (first?.decision !== kind || others.length > 0) throw new Error(`not one ${kind}: ${JSON.stringify(decisions)}`);
  return first as Extract<Decision, { decision: K }>;
}

/** The kinds of decisions, sorted. */
export function kinds(decisions: readonly Decision[]): Decision['decision'][] {
  return decisions.map(({ decision }) => decision).sort();
}

/** The decisions of one event that is sent so many times at once. */
export async function atOnce(client: JourneyClient, event: IncomingEvent, times: number): Promise<Decision[]> {
  return (await Promise.all(Array.from({ length: times }, () => client.accept(event)))).flat();
}

/** When something occurred that came so many milliseconds after an event. */
export function later({ occurredAt }: IncomingEvent, ms = 1000): string {
  return new Date(Date.parse(occurredAt) + ms).toISOString();
}

/** Asks again until the answer is as wanted; after 20 seconds, or `limit` milliseconds, it gives up with the last answer. */
export function until<T, W extends T>(
  ask: () => Promise<T>,
  wanted: (answer: T) => answer is W,
  limit?: number,
): Promise<W>;
export function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, limit?: number): Promise<T>;
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean, limit = 20_000): Promise<T> {
  for (const end = Date.now() + limit; ;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(answer)}`);
    await sleep(20);
  }
}

/** The final state of a run, once it has closed without a failure. */
export async function closedState(client: Client, id: string, run?: string): Promise<RunState> {
  return (await client.workflow.getHandle(id, run, { followRuns: false }).result()) as RunState;
}

/** The state of an open run, as its worker tells it. */
export function openState(client: Client, id: string): Promise<RunState> {
  return client.workflow.getHandle(id).query(journeyState);
}

/** The number of runs, open and closed, that a workflow id has had. */
export async function runsOf(client: Client, id: string): Promise<number> {
  const { count } = await client.workflow.count(`WorkflowId = '${id}'`);
  return count;
}
