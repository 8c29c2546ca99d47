import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { CatalogueInvalid, faultLine } from '../../catalogue/load/faults.js';
import { catalogueFolder, loadCatalogue } from '../../catalogue/load/load.js';
import { dataConverter } from '../../client/codec/data-converter.js';
import { openEncryptionKeys } from '../../client/codec/key-file.js';
import { entries } from '../../client/entries.js';
import { TemporalUnavailable } from '../../client/errors.js';
import { temporalTarget } from '../../client/temporal/connect.js';
import { closeAfterCalls } from '../../client/temporal/with-deadline.js';
import { NEXT_BUNDLES } from '../workflow-source.js';
import { newestBundle, nextBundle, NoBundle, runningBundle } from './bundles.js';
import { askGate } from './gate.js';
import { downloaded, keptIn } from './kept-histories.js';
import type { GateReport } from './report.js';

/** The orders of a person, or of a pipeline. */
export interface GateOrders {
  /** Address of Temporal; else as `TEMPORAL_ADDRESS` and the other variables say. */
  readonly from?: string;
  /** The build that runs: see `runningBundle`. Required unless Temporal is the one of `npm start`. */
  readonly running?: string;
  /** Another bundle than that of this checkout. */
  readonly next?: string;
  /** `null` for all runs. */
  readonly sample: number | null;
  readonly journey?: string;
  /** Folder that keeps downloaded histories. */
  readonly keep?: string;
  readonly maxEvents: number;
  /** Folder of the new build's catalogue; `null` compares journeys alone. */
  readonly catalogue: string | null | undefined;
}

/** Thrown when the gate can't be asked. The message is a sentence with the fix. */
export class GateClosed extends Error {
  override readonly name = 'GateClosed';
}

/** Connects to Temporal, finds both bundles, and asks the gate. @throws GateClosed */
export async function runGate(
  orders: GateOrders,
  environment: NodeJS.ProcessEnv,
  onProgress: (done: number, total: number) => void,
): Promise<GateReport> {
  const keys = environment['WAYPOST_ENCRYPTION_KEYS'];
  const converter = dataConverter(openEncryptionKeys(keys ? path.resolve(keys) : null, () => undefined));
  const target = temporalTarget();
  const address = orders.from ?? target.connectionOptions.address ?? '127.0.0.1:7233';
  const connection = Connection.lazy({ ...target.connectionOptions, address });
  const client = new Client({ connection, namespace: target.namespace, dataConverter: converter });
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-replay-'));
  try {
    const build = orders.catalogue === null ? null : newBuild(orders.catalogue, environment);
    const data = path.join(environment['WAYPOST_DATA'] || '.waypost', 'bundles');
    const named = orders.running ?? (await defaultRunning(orders, environment, data));
    const running = await runningBundle(named, path.join(folder, 'running'), converter);
    // A worker of `npm start` finds it there, and need not make it again.
    const kept = environment['WAYPOST_DATA'] ? path.join(data, NEXT_BUNDLES) : path.join(folder, NEXT_BUNDLES);
    const next = orders.next ?? (await nextBundle(kept, converter));
    const { keep, maxEvents } = orders;
    const histories = keep === undefined ? downloaded(client, maxEvents) : await keptIn(keep, client, maxEvents);
    const { sample, journey } = orders;
    const about = { client, running, next, histories, sample, build, onProgress };
    return await askGate(journey === undefined ? about : { ...about, journey });
  } catch (error) {
    throw closedBy(error, address, target.namespace);
  } finally {
    await closeAfterCalls(connection);
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Keeps the SDK's logs off the terminal, since the report says what it found. Call it once in a process, and the function
 * that it returns at the end: the SDK's runtime would keep the process alive.
 */
export function silenceReplays(): () => Promise<void> {
  const runtime = Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { forward: {}, filter: 'OFF' } },
    shutdownSignals: [],
  });
  return () => runtime.shutdown();
}

function newBuild(folder: string | undefined, environment: NodeJS.ProcessEnv) {
  return { catalogue: loadCatalogue(folder ?? catalogueFolder(environment), entries, environment), entries };
}

/** The bundle that the worker of `npm start` has kept. Any other Temporal can be run by any build. */
async function defaultRunning(orders: GateOrders, environment: NodeJS.ProcessEnv, data: string): Promise<string> {
  const isElsewhere = orders.from !== undefined || environment['TEMPORAL_ADDRESS'] !== undefined;
  if (!isElsewhere && (await newestBundle(data)) !== null) return data;
  throw new NoBundle(
    'say which build runs: --running dist of the deployed image, --running git:REVISION, or a bundle of its workflows',
  );
}

function closedBy(error: unknown, address: string, namespace: string): unknown {
  if (error instanceof NoBundle) return new GateClosed(error.message, { cause: error });
  if (error instanceof CatalogueInvalid) {
    const faults = error.faults.length;
    const count = faults === 1 ? '1 fault' : `${faults} faults`;
    const first = error.faults[0] === undefined ? '' : `, first ${faultLine(error.faults[0])}`;
    return new GateClosed(`the catalogue of the new build has ${count}${first}`, { cause: error });
  }
  if (error instanceof TemporalUnavailable) {
    const fix = 'give its address with --from or TEMPORAL_ADDRESS';
    return new GateClosed(`Temporal at ${address}, namespace ${namespace}, can't be asked (${error.message}): ${fix}`, {
      cause: error,
    });
  }
  return error;
}
