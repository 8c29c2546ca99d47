import { hostname } from 'node:os';
import { startProcess } from '../../dev/launch/processes.js';
import type { AttemptClass } from '../../workflows/contracts/calls/call.js';
import type { Routing } from './routing.js';

/** An attempt, as a worker writes it into its log. */
export interface LoggedAttempt {
  readonly callKey: string;
  readonly class: AttemptClass;
}

/** A worker in a process of its own, to be ended by the test. */
export interface WorkerProcess {
  /** What Temporal knows it by. */
  readonly identity: string;
  /** Resolves when it polls; rejects when it ends before that. */
  readonly ready: Promise<void>;
  /** The attempts that it has told of so far, oldest first. */
  attempts(): readonly LoggedAttempt[];
  /** SIGSTOP: it stands still, with all its connections open. */
  freeze(): void;
  /** SIGCONT. */
  wake(): void;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts a worker with these variables besides those of this process. */
export function startWorkerProcess(name: string, env: NodeJS.ProcessEnv): WorkerProcess {
  const attempts: LoggedAttempt[] = [];
  const write = (line: string): void => {
    if (line.includes('"callback attempted"')) attempts.push(JSON.parse(line) as LoggedAttempt);
  };
  const running = startProcess(name, { file: 'worker/main.ts' }, { env: { ...env, WORKER_METRICS_PORT: '0' }, write });
  const { pid } = running;
  if (pid === undefined) throw new Error(`${name} did not start`);
  let gone = false;
  void running.ended.then(() => {
    gone = true;
  });
  const signal = (which: NodeJS.Signals): void => {
    if (!gone) process.kill(-pid, which);
  };
  return {
    identity: `${pid}@${hostname()}`,
    ready: running.ready.catch((error: unknown) => {
      throw new Error(running.lastLines(), { cause: error });
    }),
    attempts: () => attempts,
    freeze: () => signal('SIGSTOP'),
    wake: () => signal('SIGCONT'),
    kill: async () => {
      signal('SIGKILL');
      await running.ended;
    },
  };
}

/** A worker in a process of its own, for the place and the operator of `routing`, once it polls. */
export async function startRoutingWorker(routing: Routing, data: string): Promise<WorkerProcess> {
  const worker = startWorkerProcess('worker', {
    ...{ TEMPORAL_ADDRESS: routing.address, TEMPORAL_NAMESPACE: routing.namespace, WAYPOST_DATA: data },
    ...{ OPERATOR_URL: routing.operator.url, LUCKY_OPERATOR_KEY: 'lucky-key', ROYAL_OPERATOR_KEY: 'royal-key' },
  });
  await worker.ready;
  return worker;
}
