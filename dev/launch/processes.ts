import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Progress } from '../setup-error.js';

const GUARD = fileURLToPath(new URL('../guard.mjs', import.meta.url));
const STOP_WITH_LAUNCHER = new URL('../stop-with-launcher.mjs', import.meta.url).href;
const KEPT_LINES = 20;

/** A program to run: one of this machine, as another user if `uid` is given, or a file of this project. */
export type Command =
  | { readonly program: string; readonly args: readonly string[]; readonly uid?: number | undefined }
  | { readonly file: string; readonly args?: readonly string[] };

/**
 * A child process in its own process group, so that Ctrl-C reaches only the launcher, which then stops all in order.
 */
export interface RunningProcess {
  readonly name: string;
  readonly pid: number | undefined;
  /** Resolves when it has sent the IPC message `ready`; rejects if it ends before that. */
  readonly ready: Promise<void>;
  /** Resolves with its end: `code 1`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
  /** Returns the last lines that it wrote. */
  lastLines(): string;
  /** Asks it to stop, and kills its whole group after `limit` milliseconds. Resolves when all of it has ended. */
  stop(limit: number): Promise<void>;
}

const live = new Set<RunningProcess>();

/** Stops all processes that still run, including those about to start. */
export async function stopLeftProcesses(limit: number): Promise<void> {
  await Promise.all([...live].map((process) => process.stop(limit)));
}

/** Starts a process. `write` gets each line of its output. It stops by itself when this process is gone. */
export function startProcess(
  name: string,
  command: Command,
  options: { readonly env?: NodeJS.ProcessEnv; readonly write: Progress },
): RunningProcess {
  const child = spawn(process.execPath, nodeArguments(command), {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
      options.write(line);
    });
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('exit', () => {
      signalGroup(child, 'SIGKILL'); // what it may have left behind would hold its output open
    });
    child.once('close', (code, signal) => {
      resolve(signal === null ? `code ${code ?? 'unknown'}` : `signal ${signal}`);
    });
  });
  let stopped: Promise<void> | undefined;
  const running: RunningProcess = {
    name,
    pid: child.pid,
    ready: readiness(name, child, ended),
    ended,
    lastLines: () => lines.join('\n'),
    stop: (limit) => (stopped ??= stop(child, ended, limit)),
  };
  live.add(running);
  void ended.then(() => live.delete(running));
  return running;
}

function nodeArguments(command: Command): string[] {
  if ('program' in command) {
    const user = command.uid === undefined ? [] : [`--uid=${command.uid}`];
    return [GUARD, ...user, command.program, ...command.args];
  }
  const loader = /\.[cm]?ts$/.test(command.file) ? ['--import', 'tsx'] : [];
  return ['--import', STOP_WITH_LAUNCHER, ...loader, command.file, ...(command.args ?? [])];
}

function readiness(name: string, child: ChildProcess, ended: Promise<string>): Promise<void> {
  const ready = new Promise<void>((resolve, reject) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve();
    });
    void ended.then((how) => {
      reject(new Error(`the process "${name}" ended before it was ready (${how})`));
    });
  });
  ready.catch(() => undefined); // not every launcher waits for it; `ended` tells the same
  return ready;
}

async function stop(child: ChildProcess, ended: Promise<string>, limit: number): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) signalGroup(child, 'SIGTERM');
  const timer = setTimeout(() => {
    signalGroup(child, 'SIGKILL');
  }, limit);
  await ended;
  clearTimeout(timer);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
