import { rename } from 'node:fs/promises';
import path from 'node:path';
import { type Progress, SetupError } from '../setup-error.js';
import { addToCache, cached } from './cache.js';
import { downloadProgram } from './download.js';
import { runProgram } from './run-program.js';

const VERSION = '1.5.1';
const FOLDER = `temporal-cli-${VERSION}`;
const PROGRAM = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
const MODULE = `github.com/temporalio/cli/cmd/temporal@v${VERSION}`;
/** Older servers lack updates with start, priorities or fairness. */
const OLDEST_SERVER = [1, 29] as const;

/**
 * Returns the path of Temporal's command-line program, which contains the development server. Tries, in order:
 * `temporal` on the PATH if its server is recent enough, the cache, a download, a build with Go (minutes, once).
 * Throws a SetupError if none works.
 */
export async function findTemporalCli(say: Progress): Promise<string> {
  if (await isRecentEnough('temporal', say)) return 'temporal';
  return (await cached(FOLDER, PROGRAM)) ?? (await addToCache(FOLDER, PROGRAM, (folder) => install(folder, say)));
}

async function isRecentEnough(program: string, say: Progress): Promise<boolean> {
  const { ok, output } = await runProgram(program, ['--version']);
  if (!ok) return false;
  if (hasRecentServer(output)) return true;
  say(`The temporal program on the PATH is too old (${output.trim()}); using version ${VERSION} instead.`);
  return false;
}

/** Returns true if the output of `temporal --version` names a server that is recent enough for Waypost. */
export function hasRecentServer(versionLine: string): boolean {
  const [, major, minor] = /server (\d+)\.(\d+)/i.exec(versionLine) ?? [];
  if (major === undefined || minor === undefined) return false;
  const [oldestMajor, oldestMinor] = OLDEST_SERVER;
  return Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor);
}

async function install(folder: string, say: Progress): Promise<void> {
  say(`Downloading Temporal's development server ${VERSION}, once …`);
  if (await downloadProgram({ artifact: 'cli', version: `v${VERSION}`, into: folder, as: PROGRAM }, say)) return;
  const line = `Building Temporal's development server ${VERSION} with Go, once; this takes some minutes`;
  say(`${line} …`);
  const bin = path.join(folder, 'bin');
  const built = await runProgram('go', ['install', '-ldflags', '-s -w', MODULE], {
    cwd: folder,
    env: { GOBIN: bin, GOGC: 'off' }, // a fifth less processor time, for a tenth more memory
    progress: { say, line },
  });
  if (built.ok) return rename(path.join(bin, PROGRAM), path.join(folder, PROGRAM));
  throw new SetupError(
    `Temporal's development server could neither be downloaded nor built (${built.found ? lastLine(built.output) : 'no Go on the PATH'}): ` +
      `install Go 1.25 or later, or the temporal program (https://docs.temporal.io/cli), or set TEMPORAL_ADDRESS to a ` +
      `Temporal server that runs.`,
  );
}

function lastLine(output: string): string {
  return (output.trim().split('\n').at(-1) ?? '').slice(0, 300);
}
