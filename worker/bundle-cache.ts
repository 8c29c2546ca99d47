import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DataConverter } from '@temporalio/common';
import { bundleWorkflowCode } from '@temporalio/worker';

const PREFIX = 'workflow-bundle-';

/** The part of a data converter that runs in workflows, and so stands in their bundle. */
export type BundledConverter = Pick<DataConverter, 'failureConverterPath'>;

/**
 * Bundles the workflows behind `entry` (`workflows/index.ts`) and a converter, or finds the bundle of the very same
 * files in `folder`: webpack takes seconds, and a start in development should not. Bundles of other files are
 * taken away. Answers the bundle's path.
 */
export async function cachedBundle(entry: string, folder: string, converter: BundledConverter = {}): Promise<string> {
  const file = path.join(folder, `${PREFIX}${await hashOf(entry, converter)}.js`);
  if (existsSync(file)) return file;
  const { code } = await bundleWorkflowCode({ workflowsPath: entry, ...converter });
  await mkdir(folder, { recursive: true });
  const others = (await readdir(folder)).filter((name) => name.startsWith(PREFIX));
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, code);
  await rename(unfinished, file);
  await Promise.all(others.map((name) => rm(path.join(folder, name), { force: true })));
  return file;
}

/** Over every file that may enter the bundle: the workflows, and the lock file for the packages. */
async function hashOf(entry: string, { failureConverterPath }: BundledConverter): Promise<string> {
  const workflows = path.dirname(entry);
  const names = await readdir(workflows, { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts')).sort();
  const hash = createHash('sha256').update(process.version);
  for (const file of [
    ...files.map((name) => path.join(workflows, name)),
    path.join(workflows, '../package-lock.json'),
    ...(failureConverterPath === undefined ? [] : [failureConverterPath]),
  ]) {
    const content = await readFile(file);
    hash.update(`${path.relative(workflows, file)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}
