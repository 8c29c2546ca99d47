import { type Progress, SetupError } from '../setup-error.js';
import { type FrontPort, openFrontPort } from './front-port.js';
import { freePort, portNotFree } from './ports.js';
import { type RunningProcess, startProcess } from './processes.js';

const READY_LIMIT = 60_000;

/** Options of a process of the product that can be replaced while it runs. */
export interface ServiceOptions {
  readonly name: string;
  readonly file: string;
  readonly env: NodeJS.ProcessEnv;
  /** The public port, and the variable that gives the process its own. */
  readonly port: number;
  readonly portVariable: string;
  /** Time for a graceful stop, in milliseconds. */
  readonly stopLimit: number;
  readonly say: Progress;
  readonly write: Progress;
  /** Called when the current process ends by itself. */
  readonly onEnd: (how: string) => void;
}

interface Instance {
  readonly process: RunningProcess;
  readonly port: number;
}

/**
 * Runs the worker or the API behind a port that stays. After a change it starts a new process first. The old one stops
 * when the new one has sent `ready`, and stays if the new one fails.
 */
export class Service {
  readonly name: string;
  readonly #options: ServiceOptions;
  readonly #processes = new Set<RunningProcess>();
  #front: FrontPort | null = null;
  #current: RunningProcess | null = null;
  #stopped = false;

  constructor(options: ServiceOptions) {
    this.name = options.name;
    this.#options = options;
  }

  /** Resolves when the process is ready; throws a SetupError if it fails. */
  async start(): Promise<void> {
    const { name, port, portVariable } = this.#options;
    this.#front = await openFrontPort(port).catch((error: unknown) => {
      throw portNotFree(error, port, portVariable, `the ${name}`);
    });
    this.#use(await this.#launch());
  }

  /** Replaces the process. Resolves to false if the new one fails; that is reported, and the old one stays. */
  async reload(): Promise<boolean> {
    const old = this.#current;
    try {
      this.#use(await this.#launch());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.#stopped) this.#options.say(`${reason} The old one keeps running.`);
      return false;
    }
    this.#options.say(`The ${this.name} runs the changed files.`);
    await old?.stop(this.#options.stopLimit);
    return true;
  }

  /** Stops every process of this service, including one that is about to start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#processes].map((process) => process.stop(this.#options.stopLimit)));
    await this.#front?.close();
  }

  async #launch(): Promise<Instance> {
    const { name, file, env, portVariable, write } = this.#options;
    const port = await freePort();
    if (this.#stopped) throw new SetupError(`The ${name} was stopped.`);
    const process = startProcess(name, { file }, { env: { ...env, [portVariable]: String(port) }, write });
    this.#processes.add(process);
    void process.ended.then((how) => {
      this.#processes.delete(process);
      if (process === this.#current && !this.#stopped) this.#options.onEnd(how);
    });
    try {
      await withLimit(process.ready, READY_LIMIT);
    } catch (error) {
      await process.stop(this.#options.stopLimit);
      const reason = error instanceof Error ? error.message : String(error);
      throw new SetupError(`The ${name} did not start: ${reason}.`);
    }
    return { process, port };
  }

  #use(instance: Instance): void {
    this.#current = instance.process;
    this.#front?.pointTo(instance.port);
  }
}

async function withLimit(ready: Promise<void>, limit: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it was not ready after ${limit / 1000} seconds`));
    }, limit);
  });
  await Promise.race([ready, tooLate]).finally(() => {
    clearTimeout(timer);
  });
}
