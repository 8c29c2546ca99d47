import type { Client } from '@temporalio/client';
import type { BrandCatalogue } from '../catalogue/brand/definition.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { cancelRun, pauseRun, resumeRun, wakeRun } from '../workflows/contracts/messages.js';
import type { JourneyEntry } from '../workflows/contracts/runs/journey-entry.js';
import { createAttention } from './attention/create-attention.js';
import { testCall } from './calls/test-call.js';
import { type EncryptionKeys, NO_KEYS } from './codec/encryption-keys.js';
import { countAllWaiting, countWaiting, listDestinations } from './destinations/list-destinations.js';
import { OrderRefused, TemporalUnavailable } from './errors.js';
import { acceptEvent } from './events/accept-event.js';
import { deliverToRun } from './events/deliver-to-run.js';
import { identifyEvent } from './events/identify-event.js';
import type { RoutingContext } from './events/routing-context.js';
import { holdByHand, holdByItself, releaseByHand } from './holds/hold-by-hand.js';
import { readHolds } from './holds/holds.js';
import type { JourneyClient } from './journey-client.js';
import { createRedo } from './redo/create-redo.js';
import { fireByHand } from './rules/fire-by-hand.js';
import { explainRun } from './runs/explain-run.js';
import { listRuns } from './runs/list-runs.js';
import { runsInUse } from './runs/runs-in-use.js';
import { startByHand } from './runs/start-by-hand.js';
import { connectLazily } from './temporal/connect.js';
import { ensureNamespace, NamespaceUnfit } from './temporal/namespace.js';
import { checkWorkers } from './temporal/queues.js';
import { ACCEPT_WITHIN, closeAfterCalls, withDeadline } from './temporal/with-deadline.js';

/** Options of a journey client. It calls `catalogue` each time, because a reload can replace the catalogue. */
export interface JourneyClientOptions {
  readonly catalogue: () => Catalogue;
  readonly entries: readonly JourneyEntry[];
  /** Keys that encrypt what is written to Temporal; no encryption by default. An own `client` brings its own. */
  readonly encryption?: EncryptionKeys;
  /** A ready client, for tests; by default one is made from the environment. */
  readonly client?: Client;
}

/**
 * Creates a journey client. Temporal can be away: until it is back, every method throws TemporalUnavailable. Prepares
 * the namespace once, before the first use.
 */
export function createJourneyClient({
  catalogue,
  entries,
  encryption = NO_KEYS,
  client = connectLazily(encryption),
}: JourneyClientOptions): JourneyClient {
  const fit = once(() => makeFit(client));
  const call = async <T>(fn: () => Promise<T>, within?: number): Promise<T> => {
    await fit();
    return withDeadline(client.connection, fn, within);
  };
  const routing = (brand: string, dryRun = false): RoutingContext => {
    const current = catalogue();
    return { client, entries, brand: brandOf(current, brand), catalogue: current.hash, dryRun };
  };
  const signal = (id: string, definition: typeof pauseRun) => (request: Parameters<JourneyClient['pause']>[1]) =>
    call(() => client.workflow.getHandle(id).signal(definition, request));

  return {
    accept: (event, { dryRun = false } = {}) => call(() => acceptEvent(routing(event.brand, dryRun), event)),
    identify: (event, window) => call(() => identifyEvent(routing(event.brand), event, window)),
    fire: (order) => call(() => fireByHand(routing(order.brand), order)),
    start: (order) => call(() => startByHand(routing(order.brand), order)),
    test: (order) => call(() => testCall(routing(order.brand), order)),
    list: async (filter) => {
      await fit();
      return listRuns(client, filter);
    },
    explain: async (id, run) => {
      await fit();
      return explainRun(client, id, run);
    },
    inUse: async (brand) => {
      await fit();
      return runsInUse(client, brandOf(catalogue(), brand), entries);
    },
    holds: async (brand) => {
      await fit();
      const { holds } = await readHolds(client, brand);
      return Promise.all(
        holds.map(async (hold) => ({ ...hold, waiting: await countWaiting(client, brand, null, [hold]) })),
      );
    },
    countWaiting: async (brand) => {
      await fit();
      return countAllWaiting(client, brand);
    },
    destinations: async (brand) => {
      await fit();
      return listDestinations(client, brandOf(catalogue(), brand));
    },
    hold: async (order) => {
      await fit();
      return holdByHand(client, brandOf(catalogue(), order.brand), order);
    },
    holdDestination: async (brand, destination, reason) => {
      await fit();
      await holdByItself(client, brandOf(catalogue(), brand), destination, reason);
    },
    release: async (brand, release) => {
      await fit();
      return releaseByHand(client, brandOf(catalogue(), brand), release);
    },
    attention: createAttention(client, fit),
    redo: createRedo(client, routing, fit),
    deliver: (id, event) => call(() => deliverToRun(routing(event.brand), id, event)),
    pause: (id, request) => signal(id, pauseRun)(request),
    resume: (id, request) => signal(id, resumeRun)(request),
    cancel: (id, request) => signal(id, cancelRun)(request),
    wake: (id, request) => signal(id, wakeRun)(request),
    checkReady: async ({ all = false } = {}) => {
      await call(() => client.workflowService.getSystemInfo({}));
      if (all) await call(() => checkWorkers(client, catalogue().brands.values()));
    },
    close: () => closeAfterCalls(client.connection),
  };
}

function brandOf(catalogue: Catalogue, name: string): BrandCatalogue {
  const brand = catalogue.brands.get(name);
  if (!brand) throw new OrderRefused('brand', `the brand "${name}" is not in the catalogue`);
  return brand;
}

async function makeFit(client: Client): Promise<void> {
  try {
    await withDeadline(client.connection, () =>
      ensureNamespace(client.connection, client.options.namespace, ACCEPT_WITHIN),
    );
  } catch (error) {
    if (!(error instanceof NamespaceUnfit)) throw error;
    throw new TemporalUnavailable(error.message, { cause: error });
  }
}

/** Repeats an action until it has succeeded once. Callers that come meanwhile share one try. */
function once(act: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= act().catch((error: unknown) => {
      running = null;
      throw error;
    });
    return running;
  };
}
