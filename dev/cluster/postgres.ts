import { execFileSync } from 'node:child_process';
import { chown, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startProcess, type RunningProcess } from '../launch/processes.js';
import { type Progress, SetupError } from '../setup-error.js';
import { cacheFolder } from '../temporal/cache.js';
import { runProgram } from '../temporal/run-program.js';

const HOST = '127.0.0.1';
const START_LIMIT = 60_000;
const STOP_LIMIT = 15_000;
/** "nobody" on every system. PostgreSQL refuses to run as root. */
const NOBODY = 65_534;
const READY = 'database system is ready to accept connections';

/** Address and user of a database. */
export interface PostgresOptions {
  /** Folder of the programs, which the database's user can enter: see `programsForUser`. */
  readonly programs: string;
  /** Folder of the data; `initDatabase` creates it. Everyone must be able to enter the one above it. */
  readonly data: string;
  readonly port: number;
  /** The largest number of connections. */
  readonly connections?: number;
  readonly write: Progress;
}

/**
 * Returns a folder of the programs that the database's user can enter. Those in root's own cache are copied, with the
 * folders beside them, into `folder`.
 */
export async function programsForUser(programs: string, folder: string): Promise<string> {
  if (otherUser() === undefined || !programs.startsWith(cacheFolder() + path.sep)) return programs;
  const copy = path.join(folder, 'postgres-programs');
  await cp(path.dirname(programs), copy, { recursive: true, verbatimSymlinks: true });
  return path.join(copy, path.basename(programs));
}

/** Creates an empty database cluster with one user. Throws a SetupError. */
export async function initDatabase(
  { programs, data }: PostgresOptions,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<void> {
  await mkdir(data, { mode: 0o700 });
  const passwordFile = `${data}-password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  const uid = otherUser();
  if (uid !== undefined) await Promise.all([data, passwordFile].map((one) => chown(one, uid, uid)));
  const args = ['--pgdata', data, '--username', user, '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
  const made = await runProgram(path.join(programs, 'initdb'), [...args, '--encoding', 'UTF8', '--locale', 'C'], {
    cwd: path.dirname(data),
    uid,
  });
  await rm(passwordFile);
  if (!made.ok) throw new SetupError(`PostgreSQL's initdb failed: ${made.output.trim()}`);
}

/** A running database. */
export class Postgres {
  readonly #options: PostgresOptions;
  #process: RunningProcess | null = null;

  constructor(options: PostgresOptions) {
    this.#options = options;
  }

  /** Resolves when it takes connections. Throws a SetupError. */
  async start(): Promise<void> {
    const { programs, data, port, connections = 100, write } = this.#options;
    const settings = { listen_addresses: HOST, port, unix_socket_directories: '', max_connections: connections };
    let isReady = (): void => undefined;
    const ready = new Promise<null>((resolve) => {
      isReady = () => resolve(null);
    });
    const started = startProcess(
      'postgres',
      {
        program: path.join(programs, 'postgres'),
        args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
        uid: otherUser(),
      },
      {
        write: (line) => {
          write(line);
          if (line.includes(READY)) isReady();
        },
      },
    );
    this.#process = started;
    const timer = new Promise<string>((resolve) => {
      setTimeout(() => resolve('it was not ready in time'), START_LIMIT).unref();
    });
    const failure = await Promise.race([ready, started.ended, timer]);
    if (failure === null) return;
    await this.stop();
    throw new SetupError(`PostgreSQL did not start: ${failure}. ${started.lastLines()}`);
  }

  /** Sends a signal to all its processes at once; `SIGKILL` resolves when they are gone. */
  async signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    const family = descendants(this.#process?.pid);
    for (const pid of family) send(pid, signal);
    if (signal === 'SIGKILL') await this.#process?.ended;
  }

  async stop(): Promise<void> {
    await this.#process?.stop(STOP_LIMIT);
    this.#process = null;
  }
}

function otherUser(): number | undefined {
  return process.getuid?.() === 0 ? NOBODY : undefined;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** The processes below one, as the system lists them. */
function descendants(root: number | undefined): number[] {
  const pairs = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number | undefined): number[] =>
    pairs.flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid, ...below(pid)] : []));
  return below(root);
}
