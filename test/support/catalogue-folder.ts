import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A catalogue's folder that a test may change; to be removed by it. */
export interface TestFolder {
  readonly path: string;
  /** Writes files, by their names below the folder. */
  write(files: Readonly<Record<string, string>>): Promise<void>;
  remove(file?: string): Promise<void>;
}

/** A new folder of its own with these files. */
export async function catalogueFolderWith(files: Readonly<Record<string, string>>): Promise<TestFolder> {
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-catalogue-'));
  const write: TestFolder['write'] = async (contents) => {
    for (const [name, content] of Object.entries(contents)) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await writeFile(path.join(folder, name), content);
    }
  };
  await write(files);
  return {
    path: folder,
    write,
    remove: (file = '') => rm(path.join(folder, file), { recursive: true, force: true }),
  };
}
