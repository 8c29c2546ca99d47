import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import type { Progress } from '../setup-error.js';
import { showProgress } from './show-progress.js';

/** The end of a program. `found` is false if there is no such program. */
export interface ProgramResult {
  readonly found: boolean;
  readonly ok: boolean;
  readonly output: string;
}

/** Options of running a program. `progress` has the line to show while it runs. */
export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly progress?: { readonly say: Progress; readonly line: string };
  /** True for a long computation that must leave the processor to others. */
  readonly nice?: boolean;
  /** The user to run as, if it is another one. */
  readonly uid?: number | undefined;
}

/** Runs a program to its end and collects the last 8 kB of its output. Never throws for its failure. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
  });
  if (options.nice === true && child.pid !== undefined) {
    setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  }
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-8192);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const { progress } = options;
  const stopShowing = progress ? showProgress(progress.line, progress.say) : undefined;
  return new Promise<ProgramResult>((resolve) => {
    child.once('error', (error) => {
      resolve({ found: false, ok: false, output: error.message });
    });
    child.once('close', (code) => {
      resolve({ found: true, ok: code === 0, output });
    });
  }).finally(() => {
    stopShowing?.();
  });
}

/** Runs a program on the terminal of this process. Returns its exit code; 1 if a signal ended it. Rejects if there is none. */
export function runOnTerminal(
  program: string,
  args: readonly string[],
  options: Pick<ProgramOptions, 'cwd' | 'env'> = {},
): Promise<number> {
  const env = { ...process.env, ...options.env };
  const child = spawn(program, args, { cwd: options.cwd, stdio: 'inherit', env });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      resolve(code ?? 1);
    });
  });
}
