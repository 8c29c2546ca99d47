import { openSync, writeSync } from 'node:fs';
import path from 'node:path';
import type { Progress } from '../setup-error.js';

const WARN = 40;

/** Outputs of `npm start` and its processes. */
export interface Terminal {
  /** Shows a line of `npm start` itself. */
  say: Progress;
  /** Returns the output for one process. With `jsonOnly`, lines that are not JSON are not shown either. */
  linesOf(name: string, jsonOnly?: boolean): Progress;
}

/**
 * Shows lines on the terminal and keeps them all in `{dataFolder}/log`, which each start overwrites. JSON lines of
 * processes below `warn` are only kept, because a log of every request would hide the rest.
 */
export function openTerminal(dataFolder: string): Terminal {
  const file = openSync(path.join(dataFolder, 'log'), 'w');
  const keep = (line: string): void => {
    writeSync(file, `${line}\n`);
  };
  const show = (line: string, stream: NodeJS.WriteStream): void => {
    stream.write(`${line}\n`);
    keep(line);
  };
  return {
    say: (line) => {
      show(line, process.stdout);
    },
    linesOf:
      (name, jsonOnly = false) =>
      (line) => {
        const prefixed = `${name.padEnd(8)} | ${line}`;
        if (isQuiet(line) || (jsonOnly && !line.startsWith('{'))) keep(prefixed);
        else show(prefixed, process.stderr);
      },
  };
}

/** Returns true for a JSON log line below `warn`. pino writes levels as numbers, others as words. */
export function isQuiet(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    const { level } = JSON.parse(line) as { level?: unknown };
    if (typeof level === 'number') return level < WARN;
    return typeof level === 'string' && ['trace', 'debug', 'info'].includes(level.toLowerCase());
  } catch {
    return false; // not JSON after all
  }
}
