import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Returns the folder for downloaded and built programs of this user: `WAYPOST_CACHE`, else `waypost` in
 * `XDG_CACHE_HOME`, else in the system's usual place for caches.
 */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env['WAYPOST_CACHE']) return path.resolve(env['WAYPOST_CACHE']);
  if (env['XDG_CACHE_HOME']) return path.join(env['XDG_CACHE_HOME'], 'waypost');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'waypost');
  if (platform === 'win32') return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'waypost');
  return path.join(home, '.cache', 'waypost');
}

/** Returns the path of a cached program; `null` if the cache does not have it. */
export async function cached(folder: string, file: string): Promise<string | null> {
  const program = path.join(cacheFolder(), folder, file);
  return (await exists(program)) ? program : null;
}

/**
 * Puts a program into the cache. `fill` works in a temporary folder, which replaces `folder` in one step once it is
 * complete. So another process never sees half of it.
 * Returns the path of `file`, which `fill` must create. Errors of `fill` pass through.
 */
export async function addToCache(
  folder: string,
  file: string,
  fill: (temporary: string) => Promise<void>,
): Promise<string> {
  await mkdir(cacheFolder(), { recursive: true });
  const temporary = await mkdtemp(path.join(cacheFolder(), `${folder}.part-`));
  try {
    await fill(temporary);
    await access(path.join(temporary, file));
    await moveInto(temporary, path.join(cacheFolder(), folder), file);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return path.join(cacheFolder(), folder, file);
}

async function moveInto(temporary: string, target: string, file: string): Promise<void> {
  try {
    await rename(temporary, target);
  } catch (error) {
    if (await exists(path.join(target, file))) return; // another process was first
    await rm(target, { recursive: true, force: true });
    await rename(temporary, target).catch(() => {
      throw error;
    });
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
