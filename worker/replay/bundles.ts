import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { DataConverter } from '@temporalio/common';
import { bundleName, cachedBundle } from '../workflow-source.js';

type BundledConverter = Pick<DataConverter, 'failureConverterPath'>;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The files of a git revision that its bundle needs. */
const OF_A_REVISION = ['workflows', 'client', 'package.json', 'package-lock.json'];

/** Thrown when a bundle is not to be had. The message says what to give. */
export class NoBundle extends Error {
  override readonly name = 'NoBundle';
}

/** Bundles the workflows of this checkout into a folder, or finds them there. Returns the bundle's path. */
export async function nextBundle(folder: string, converter: BundledConverter): Promise<string> {
  try {
    return await cachedBundle(path.join(ROOT, 'workflows', 'index.ts'), folder, converter);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new NoBundle(`the workflows of this checkout can't be bundled: ${reason}`, { cause: error });
  }
}

/**
 * Finds the bundle of the build that runs. `named` is a bundle's file; a folder with one (`dist` of the deployed image, or
 * `WAYPOST_DATA/bundles`); or `git:` and a revision, which is bundled into `folder`.
 * @throws NoBundle
 */
export async function runningBundle(named: string, folder: string, converter: BundledConverter): Promise<string> {
  if (named.startsWith('git:')) return bundleOfRevision(named.slice(4), folder, converter);
  const found = await stat(named).catch(() => null);
  if (found === null) {
    const how = 'give a bundle, a folder that has one (dist of the deployed image), or git:REVISION';
    throw new NoBundle(`there is no ${named}: ${how}`);
  }
  if (found.isFile()) return named;
  const kept = path.join('worker', bundleName(converter));
  for (const file of [bundleName(converter), kept, path.join('dist', kept)]) {
    const candidate = path.join(named, file);
    if ((await stat(candidate).catch(() => null))?.isFile() === true) return candidate;
  }
  const newest = await newestBundle(named);
  if (newest !== null) return newest;
  throw new NoBundle(`${named} holds no ${bundleName(converter)}: npm run build writes it to dist/worker`);
}

/** Returns the newest bundle that a worker has kept in a folder; `null` if there is none. */
export async function newestBundle(folder: string): Promise<string | null> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^workflow-bundle-[0-9a-f]+\.js$/.test(name));
  const files = await Promise.all(
    names.map(async (name) => ({ file: path.join(folder, name), at: (await stat(path.join(folder, name))).mtimeMs })),
  );
  return files.sort((one, other) => other.at - one.at)[0]?.file ?? null;
}

async function bundleOfRevision(revision: string, folder: string, converter: BundledConverter): Promise<string> {
  const run = promisify(execFile);
  const place = await mkdtemp(path.join(tmpdir(), 'waypost-revision-'));
  try {
    const archive = path.join(place, 'sources.tar');
    await run('git', ['archive', '--output', archive, revision, ...OF_A_REVISION], { cwd: ROOT });
    await run('tar', ['-xf', archive, '-C', place]);
    await symlink(path.join(ROOT, 'node_modules'), path.join(place, 'node_modules'));
    await mkdir(folder, { recursive: true });
    return await cachedBundle(path.join(place, 'workflows', 'index.ts'), folder, converter);
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    throw new NoBundle(`the git revision ${revision} can't be bundled: ${reason}`, { cause: error });
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
