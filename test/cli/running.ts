import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Terminal } from '../../cli/terminal.js';

/** Runs the command line as a process of its own; `environment` adds to the path, which is all it has. */
export async function cli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', ...args], {
    env: { PATH: process.env['PATH'], ...environment },
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

/** A terminal that keeps what it is told. */
export function keepingTerminal(environment: NodeJS.ProcessEnv = {}): Terminal & {
  readonly said: string[];
  readonly complained: string[];
} {
  const [said, complained]: [string[], string[]] = [[], []];
  return {
    said,
    complained,
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
    environment,
  };
}
