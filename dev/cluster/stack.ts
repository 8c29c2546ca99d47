import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeDevelopmentKeys } from '../../api/keys/development-keys.js';
import { ROOT } from '../launch/launcher.js';
import { freeLowPort, freePort } from '../launch/ports.js';
import { type Command, type RunningProcess, startProcess } from '../launch/processes.js';
import { untilOk } from '../launch/until-ok.js';
import { startOperator } from '../operator/start.js';
import { type Progress, SetupError } from '../setup-error.js';
import { untilUp } from '../temporal/until-up.js';
import { type Compose, readComposeFile } from './compose.js';
import { Native, type Ports } from './native.js';
import { initDatabase, Postgres, programsForUser } from './postgres.js';
import { findPrograms, type Programs, runScript } from './programs.js';

const HOST = '127.0.0.1';
const READY_LIMIT = 120_000;
const STOP_LIMIT = 30_000;

/** Options of a stack. */
export interface StackOptions {
  /** Ports; absent for free ones. */
  readonly ports?: Partial<Record<'api' | 'ui' | 'operator' | 'temporal', number>>;
  /** Dynamic configuration of Temporal besides that of the compose file, as YAML. */
  readonly dynamicConfig?: string;
  /** The database's largest number of connections, if not PostgreSQL's own. */
  readonly connections?: number;
  readonly say: Progress;
  /** Gets each line of each process. */
  readonly write: (name: string, line: string) => void;
}

/** The stack of `docker-compose.yml`, running on this machine. */
export interface Stack {
  /** URLs of the API, of Temporal's UI and of the stand-in operator, and the address of Temporal. */
  readonly addresses: Readonly<Record<'api' | 'ui' | 'operator' | 'temporal', string>>;
  readonly namespace: string;
  readonly postgres: Postgres;
  /** Resolves with a sentence if a process other than the database ends by itself. */
  readonly broken: Promise<string>;
  /** Stops everything and removes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts the stack of `docker-compose.yml` without Docker: the same programs in the same order, with the same
 * environment but for names of hosts, ports and paths. Needs a build (`npm run build`). Throws a SetupError.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-cluster-'));
  await chmod(folder, 0o711); // the database's user has to enter it
  const running = new Running(folder, options);
  try {
    return await start(running, folder, options);
  } catch (error) {
    await running.stop();
    throw error;
  }
}

async function start(running: Running, folder: string, options: StackOptions): Promise<Stack> {
  const { say, ports: wanted = {} } = options;
  const operator = await startOperator({ port: wanted.operator ?? 0 });
  running.closing.push(() => operator.close());
  const ports = {
    api: wanted.api ?? (await freePort()),
    ui: wanted.ui ?? (await freePort()),
    temporal: wanted.temporal ?? (await freeLowPort()),
    database: await freePort(),
  };
  const compose = await prepareCompose(folder, ports, operator.url);
  const programs = await findPrograms(compose, say);
  const native = new Native(compose, { folder, ports, dynamicConfig: options.dynamicConfig ?? '' });

  say('Starting PostgreSQL …');
  const postgres = await startDatabase(running, folder, options, { compose, programs, port: ports.database });
  await runScript(compose.service('schema').command, programs, await native.environment('schema'));

  say('Starting Temporal …');
  const temporal = `${HOST}:${ports.temporal}`;
  const server = { program: programs.server, args: ['--allow-no-auth', 'start'] };
  await untilUp(temporal, running.run('temporal', server, await native.temporal()));
  await runScript(compose.service('namespace').command, programs, await native.environment('namespace'));
  const ui = ['--root', path.dirname(programs.ui), '--config', 'config', '--env', 'docker', 'start'];
  running.run('ui', { program: programs.ui, args: ui }, await native.environment('ui'), {
    TEMPORAL_UI_PORT: String(ports.ui),
  });

  say('Starting Waypost …');
  for (let number = 1; number <= compose.service('worker').replicas; number += 1) {
    const name = `worker-${number}`;
    running.run(name, waypost(compose, 'worker'), await native.waypost('worker', name));
  }
  running.run('api', waypost(compose, 'api'), await native.waypost('api', 'api'));
  const addresses = { api: url(ports.api), ui: url(ports.ui), operator: operator.url, temporal };
  await untilOk(`${addresses.api}/readyz?all`, READY_LIMIT, 'Waypost');
  await untilOk(`${addresses.ui}/healthz`, READY_LIMIT, "Temporal's web UI");
  const namespace = compose.service('namespace').environment['TEMPORAL_NAMESPACE'] ?? '';
  return { addresses, namespace, postgres, broken: running.broken, stop: () => running.stop() };
}

/** Processes of a stack. */
class Running {
  /** Closes what is not a process. */
  readonly closing: (() => Promise<void>)[] = [];
  readonly broken: Promise<string>;
  readonly #folder: string;
  readonly #write: StackOptions['write'];
  readonly #processes: RunningProcess[] = [];
  #isStopping = false;
  #break: (sentence: string) => void = () => undefined;

  constructor(folder: string, { write }: StackOptions) {
    this.#folder = folder;
    this.#write = write;
    this.broken = new Promise((resolve) => {
      this.#break = resolve;
    });
  }

  run(name: string, command: Command, ...env: readonly NodeJS.ProcessEnv[]): RunningProcess {
    const write = (line: string): void => this.#write(name, line);
    const started = startProcess(name, command, { env: Object.assign({}, ...env) as NodeJS.ProcessEnv, write });
    this.#processes.push(started);
    void started.ended.then((how) => {
      if (!this.#isStopping) this.#break(`The process "${name}" has ended (${how}). ${started.lastLines()}`);
    });
    return started;
  }

  /** Stops all: Waypost first, so that nothing fails while it stops. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const isWaypost = ({ name }: RunningProcess): boolean => name !== 'temporal';
    await Promise.all(this.#processes.filter(isWaypost).map((one) => one.stop(STOP_LIMIT)));
    await Promise.all(this.#processes.map((one) => one.stop(STOP_LIMIT)));
    for (const close of this.closing) await close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function prepareCompose(folder: string, { api, ui }: Ports, operator: string): Promise<Compose> {
  const keys = path.join(folder, 'keys.json');
  await writeDevelopmentKeys(keys);
  return readComposeFile({
    POSTGRES_PASSWORD: randomBytes(16).toString('hex'),
    PORT: String(api),
    TEMPORAL_UI_PORT: String(ui),
    OPERATOR_URL: operator,
    LUCKY_OPERATOR_KEY: 'lucky-operator-development',
    ROYAL_OPERATOR_KEY: 'royal-operator-development',
    WAYPOST_KEYS: keys,
  });
}

async function startDatabase(
  running: Running,
  folder: string,
  { connections, write }: StackOptions,
  { compose, programs, port }: { readonly compose: Compose; readonly programs: Programs; readonly port: number },
): Promise<Postgres> {
  const { POSTGRES_USER: user = '', POSTGRES_PASSWORD: password = '' } = compose.service('postgres').environment;
  const options = {
    programs: await programsForUser(programs.postgres, folder),
    data: path.join(folder, 'postgres'),
    port,
    write: (line: string) => write('postgres', line),
    ...(connections === undefined ? {} : { connections }),
  };
  await initDatabase(options, { user, password });
  const postgres = new Postgres(options);
  running.closing.unshift(() => postgres.stop());
  await postgres.start();
  return postgres;
}

/** Returns the command of the compose file, or else the one of the image, as Node runs it here. */
function waypost(compose: Compose, service: 'api' | 'worker'): Command {
  const [node = 'node', file = 'dist/api/main.js', ...args] = compose.service(service).command;
  if (node !== 'node')
    throw new SetupError(`docker-compose.yml starts the ${service} with ${node}, and not with node.`);
  return { file: path.join(ROOT, file), args };
}

function url(port: number): string {
  return `http://${HOST}:${port}`;
}
