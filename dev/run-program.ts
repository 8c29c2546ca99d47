import { spawn } from 'node:child_process';
import type { Progress } from './setup-error.js';

/** How a program ended. `found` is false when there is no such program. */
export interface ProgramResult {
  readonly found: boolean;
  readonly ok: boolean;
  readonly output: string;
}

/** What to run, and what to say every ten seconds while it runs. */
export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly progress?: { readonly say: Progress; readonly line: string };
}

/** Runs a program to its end and collects what it writes, cut to the last 8 kB. Never throws for what it does. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-8192);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const started = Date.now();
  const { progress } = options;
  const ticker = progress
    ? setInterval(() => {
        progress.say(`${progress.line} (${Math.round((Date.now() - started) / 1000)} s)`);
      }, 10_000)
    : undefined;
  return new Promise<ProgramResult>((resolve) => {
    child.once('error', (error) => {
      resolve({ found: false, ok: false, output: error.message });
    });
    child.once('close', (code) => {
      resolve({ found: true, ok: code === 0, output });
    });
  }).finally(() => {
    clearInterval(ticker);
  });
}
