import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The growth of the cost of some work when a text gets ten times as long. `piece` is repeated to make the text. */
export interface Growth {
  readonly name: string;
  readonly piece: string;
  readonly growth: number;
}

/** Runs a file that prints `Growth[]` in a separate process, where no garbage of other tests is collected meanwhile. */
export async function measuredApart(file: string): Promise<Growth[]> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--import', 'tsx', file]);
  return JSON.parse(stdout) as Growth[];
}

/** A text of this length that repeats a piece. */
export function textOf(piece: string, length: number): string {
  return piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
}

/** Milliseconds of processor time that some work on a text takes, the least of several times. */
export function costOf(work: (text: string) => unknown, text: string, times: number): number {
  const costs = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    work(text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...costs);
}

/** Returns the cost of a text ten times as long, in multiples. Noise only adds, so the least of several tries counts. */
export function growth(work: (text: string) => unknown, piece: string, length: number, enough = 12): number {
  const [short, long] = [textOf(piece, length), textOf(piece, 10 * length)];
  let least = Infinity;
  for (let tries = 0; tries < 6 && least > enough; tries += 1) {
    globalThis.gc?.();
    least = Math.min(least, costOf(work, long, 3) / Math.max(costOf(work, short, 5), 0.5));
  }
  return least;
}
