import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../../dev/launch/ports.js';

/** An answer of the API, read whole. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  /** As JSON, where it is some. */
  readonly json: Record<string, unknown>;
}

/** What a request to the API carries; `body` goes as JSON unless it is text. */
export interface Sent {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** API and worker, each in a process of its own. */
export interface Product {
  readonly api: string;
  /** All that both have written so far. */
  output(): string;
  /** Everything that the API has answered so far: status lines, headers, bodies. */
  answers(): string;
  send(method: string, path: string, sent?: Sent): Promise<Answered>;
  /** The metrics of both. */
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

/** Ports for a product that is yet to start. */
export interface Ports {
  readonly api: number;
  readonly metrics: number;
}

/** Two ports that nobody listens on. */
export async function freePorts(): Promise<Ports> {
  return { api: await freePort(), metrics: await freePort() };
}

/** Starts both with these variables alone: of the sources, or as Node runs a build in a folder. */
export async function startProduct(
  ports: Ports,
  variables: Readonly<Record<string, string>>,
  build?: string,
): Promise<Product> {
  const lines: string[] = [];
  const env = { ...variables, PORT: String(ports.api), WORKER_METRICS_PORT: String(ports.metrics) };
  const mains =
    build === undefined
      ? ['worker/main.ts', 'api/main.ts']
      : ['worker/main.js', 'api/main.js'].map((main) => path.join(build, main));
  const running = mains.map((main) => new Running(main, env, (line) => lines.push(line)));
  const stop = async () => {
    await Promise.all(running.map((one) => one.stop()));
  };
  try {
    await Promise.all(running.map(({ ready }) => ready));
  } catch (error) {
    await stop();
    throw new Error(lines.join('\n'), { cause: error });
  }
  const answers: string[] = [];
  const api = `http://127.0.0.1:${ports.api}`;
  const send: Product['send'] = async (method, path, { headers = {}, body } = {}) => {
    const response = await fetch(api + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    answers.push([`${method} ${response.status}`, ...[...response.headers].flat(), text].join('\n'));
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
    return { status: response.status, text, json: isJson ? (JSON.parse(text) as Record<string, unknown>) : {} };
  };
  return {
    ...{ api, send, stop },
    output: () => lines.join('\n'),
    answers: () => answers.join('\n'),
    metrics: async () =>
      (await send('GET', '/metrics')).text + (await (await fetch(`http://127.0.0.1:${ports.metrics}/metrics`)).text()),
  };
}

const STOP_WITH_LAUNCHER = new URL('../../dev/stop-with-launcher.mjs', import.meta.url).href;

/** A process, which ends with this one. */
class Running {
  /** Resolves when it says so; rejects when it ends before. */
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(main: string, env: NodeJS.ProcessEnv, write: (line: string) => void) {
    const loader = main.endsWith('.ts') ? ['--import', 'tsx'] : [];
    this.#child = spawn(process.execPath, ['--import', STOP_WITH_LAUNCHER, ...loader, main], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      createInterface({ input: stream as NodeJS.ReadableStream }).on('line', write);
    }
    this.#ended = once(this.#child, 'close');
    this.ready = Promise.race([
      once(this.#child, 'message'),
      this.#ended.then(() => Promise.reject(new Error(`${main} ended`))),
    ]).then(() => undefined);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }
}
