import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import { writeDevelopmentKeys } from '../../api/keys/development-keys.js';
import { temporalTarget } from '../../client/temporal/connect.js';
import type { Settings } from '../settings.js';
import { startTemporalServer, type TemporalServer } from '../temporal/server.js';
import { type AskOpenRuns, openRunsAsker } from './ask-open-runs.js';
import { noTemporalProfile } from './no-temporal-profile.js';
import { type RunningProcess, startProcess, stopLeftProcesses } from './processes.js';
import { Service } from './service.js';
import { openTerminal, type Terminal } from './terminal.js';
import { untilOk } from './until-ok.js';
import { type StopWatching, watchSources } from './watch.js';

const HOST = '127.0.0.1';
const API_STOP_LIMIT = 8_000;
const WORKER_STOP_LIMIT = 15_000;
// an attempt on the wire may take ten seconds
const OPERATOR_STOP_LIMIT = 6_000;
const READY_LIMIT = 60_000;

/** The project's root. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs everything of `npm start`: Temporal, the stand-in operator, the worker and the API. */
export class Launcher {
  readonly terminal: Terminal;
  readonly #settings: Settings;
  readonly #onDeath: (sentence: string) => void;
  #temporal: TemporalServer | null = null;
  #operator: RunningProcess | null = null;
  #worker: Service | null = null;
  #api: Service | null = null;
  #stopWatching: StopWatching | null = null;
  #connection: Connection | null = null;
  #stopping = false;

  private constructor(settings: Settings, onDeath: (sentence: string) => void) {
    this.#settings = settings;
    this.#onDeath = onDeath;
    this.terminal = openTerminal(settings.dataFolder);
  }

  /** Creates the data folder. `onDeath` is called when a process ends by itself. */
  static async create(settings: Settings, onDeath: (sentence: string) => void): Promise<Launcher> {
    await mkdir(settings.dataFolder, { recursive: true });
    return new Launcher(settings, onDeath);
  }

  /** Starts everything. Resolves once events can be accepted and processed. Throws a SetupError. */
  async start(): Promise<void> {
    const { port, dataFolder } = this.#settings;
    const [address] = await Promise.all([
      this.#startTemporal(),
      this.#startOperator(),
      writeDevelopmentKeys(path.join(dataFolder, 'keys.json')),
    ]);
    if (this.#stopping) return;
    const env = this.#environment(address);
    this.#worker = this.#service('worker', env, this.#settings.workerMetricsPort, 'WORKER_METRICS_PORT');
    this.#api = this.#service('api', env, port, 'PORT');
    await Promise.all([this.#worker.start(), this.#api.start()]);
    await untilOk(`http://${HOST}:${port}/readyz?all`, READY_LIMIT, 'Waypost');
  }

  /** Replaces worker and API when one of their files is saved. `onNewApi` is called once a new API has taken over. */
  async watch(onNewApi: () => Promise<void>): Promise<void> {
    if (this.#worker === null || this.#api === null || this.#stopping) return;
    this.#stopWatching = await watchSources(ROOT, {
      services: { worker: this.#worker, api: this.#api },
      askOpenRuns: this.#askOpenRuns(),
      say: this.terminal.say,
      onReplaced: async (name) => {
        if (name === 'api') await onNewApi();
      },
    });
  }

  /** Stops everything, Temporal last, so that nothing fails while it stops. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#stopWatching?.();
    await this.#connection?.close();
    await this.#api?.stop();
    await this.#worker?.stop();
    await this.#operator?.stop(OPERATOR_STOP_LIMIT);
    await this.#temporal?.stop();
    await stopLeftProcesses(OPERATOR_STOP_LIMIT);
  }

  async #startTemporal(): Promise<string> {
    const { temporalAddress, temporalPort, temporalUiPort, dataFolder, namespace } = this.#settings;
    if (temporalAddress !== null) return temporalAddress;
    this.#temporal = await startTemporalServer({
      port: temporalPort,
      uiPort: temporalUiPort,
      databaseFile: path.join(dataFolder, 'temporal.sqlite'),
      namespace,
      say: this.terminal.say,
      write: this.terminal.linesOf('temporal', true),
    });
    this.#expectToStay(this.#temporal.process);
    return this.#temporal.address;
  }

  async #startOperator(): Promise<void> {
    const { operatorPort } = this.#settings;
    this.#operator = startProcess(
      'operator',
      { file: path.join(ROOT, 'dev', 'operator', 'main.ts') },
      { env: { OPERATOR_PORT: String(operatorPort) }, write: this.terminal.linesOf('operator') },
    );
    this.#expectToStay(this.#operator);
    await untilOk(`http://${HOST}:${operatorPort}/_control/ledger`, READY_LIMIT, 'The stand-in operator');
  }

  #service(name: 'worker' | 'api', env: NodeJS.ProcessEnv, port: number, portVariable: string): Service {
    return new Service({
      name,
      file: path.join(ROOT, name, 'main.ts'),
      env,
      port,
      portVariable,
      stopLimit: name === 'api' ? API_STOP_LIMIT : WORKER_STOP_LIMIT,
      say: this.terminal.say,
      write: this.terminal.linesOf(name),
      onEnd: (how) => {
        this.#died(name, how);
      },
    });
  }

  #askOpenRuns(): AskOpenRuns {
    const { dataFolder, namespace, temporalAddress } = this.#settings;
    const address = this.#temporal?.address ?? temporalAddress ?? '';
    // The options of a cluster can name certificates; the development server has none.
    const cluster = temporalAddress === null ? {} : temporalTarget().connectionOptions;
    this.#connection = Connection.lazy({ ...cluster, address });
    return openRunsAsker({
      root: ROOT,
      connection: this.#connection,
      namespace,
      env: this.#environment(address),
      bundles: path.join(dataFolder, 'bundles'),
    });
  }

  #environment(address: string): NodeJS.ProcessEnv {
    const { dataFolder, namespace, operatorPort, temporalAddress, temporalUiPort } = this.#settings;
    return {
      HOST,
      WAYPOST_DATA: dataFolder,
      WAYPOST_KEYS: path.join(dataFolder, 'keys.json'),
      WAYPOST_ECHO: 'open',
      WAYPOST_CODEC_ORIGINS: `http://${HOST}:${temporalUiPort},http://localhost:${temporalUiPort}`,
      // With a version, workers get nothing until it is promoted.
      WAYPOST_BUILD_ID: undefined,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      ...(temporalAddress === null ? noTemporalProfile(dataFolder) : {}),
      OPERATOR_URL: `http://${HOST}:${operatorPort}`,
      LUCKY_OPERATOR_KEY: 'lucky-operator-development',
      ROYAL_OPERATOR_KEY: 'royal-operator-development',
    };
  }

  #expectToStay(process: RunningProcess): void {
    void process.ended.then((how) => {
      this.#died(process.name, how);
    });
  }

  #died(name: string, how: string): void {
    if (!this.#stopping)
      this.#onDeath(
        `The process "${name}" has ended (${how}), which it should not: stopping all. Its last lines are in ${path.join(this.#settings.dataFolder, 'log')}.`,
      );
  }
}
