import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addToCache, cached, cacheFolder } from '../../../dev/temporal/cache.js';

describe('cacheFolder', () => {
  it('is what WAYPOST_CACHE says, before all else', () => {
    expect(cacheFolder({ WAYPOST_CACHE: '/a', XDG_CACHE_HOME: '/b' }, 'linux', '/home/me')).toBe('/a');
  });

  it('lies in XDG_CACHE_HOME, else in the usual place of each system', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/b' }, 'linux', '/home/me')).toBe('/b/waypost');
    expect(cacheFolder({}, 'linux', '/home/me')).toBe('/home/me/.cache/waypost');
    expect(cacheFolder({}, 'darwin', '/Users/me')).toBe('/Users/me/Library/Caches/waypost');
    expect(cacheFolder({ LOCALAPPDATA: '/local' }, 'win32', '/me')).toBe(path.join('/local', 'waypost'));
  });
});

describe('addToCache', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'waypost-cache-'));
    vi.stubEnv('WAYPOST_CACHE', folder);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  const fillWith =
    (text: string) =>
    (temporary: string): Promise<void> =>
      writeFile(path.join(temporary, 'program'), text);

  it('keeps what was made and leaves nothing else', async () => {
    const program = await addToCache('tool-1', 'program', fillWith('made'));
    expect(await cached('tool-1', 'program')).toBe(program);
    expect(await readFile(program, 'utf8')).toBe('made');
    expect(await readdir(folder)).toEqual(['tool-1']);
  });

  it('shows nothing while it is being made, nor when that fails', async () => {
    const failing = addToCache('tool-1', 'program', async (temporary) => {
      await writeFile(path.join(temporary, 'program'), 'half');
      expect(await cached('tool-1', 'program')).toBeNull();
      throw new Error('no disk');
    });
    await expect(failing).rejects.toThrow('no disk');
    expect(await readdir(folder)).toEqual([]);
  });

  it('fails when the program was not made', async () => {
    await expect(addToCache('tool-1', 'program', async () => undefined)).rejects.toThrow('ENOENT');
  });

  it('lets two processes make the same program: the first one stays, both get it', async () => {
    const [a, b] = await Promise.all([
      addToCache('tool-1', 'program', fillWith('same')),
      addToCache('tool-1', 'program', fillWith('same')),
    ]);
    expect(a).toBe(b);
    expect(await readFile(a, 'utf8')).toBe('same');
    expect(await readdir(folder)).toEqual(['tool-1']);
  });
});
