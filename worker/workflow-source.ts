import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { bundleWorkflowCode, type WorkerOptions } from '@temporalio/worker';

/** The workflows of a worker: a prebuilt bundle, or the sources, which are bundled at the start. */
export type WorkflowSource = Pick<WorkerOptions, 'workflowBundle'> | Pick<WorkerOptions, 'workflowsPath'>;

/** Returns the name of the prebuilt bundle beside the compiled worker. Each failure converter has its own bundle. */
export function bundleName({ failureConverterPath }: BundledConverter): string {
  return failureConverterPath === undefined ? 'workflow-bundle.js' : 'workflow-bundle-encrypting.js';
}

/**
 * Returns the prebuilt bundle of a build. If the sources run directly, bundles them and keeps the bundle in the folder
 * `WAYPOST_DATA` for the next start.
 */
export async function workflowSource(
  dataFolder: string | undefined,
  { failureConverterPath }: BundledConverter,
): Promise<WorkflowSource> {
  const converter = failureConverterPath === undefined ? {} : { failureConverterPath };
  const bundle = new URL(bundleName(converter), import.meta.url);
  if (existsSync(bundle)) return { workflowBundle: { codePath: fileURLToPath(bundle) } };
  const entry = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
  if (dataFolder === undefined) return { workflowsPath: entry };
  return { workflowBundle: { codePath: await cachedBundle(entry, path.join(dataFolder, 'bundles'), converter) } };
}

const PREFIX = 'workflow-bundle-';

/** The part of a data converter that runs in workflows, and so is in their bundle. */
type BundledConverter = Pick<DataConverter, 'failureConverterPath'>;

/**
 * Returns the path of the bundle of `entry` (`workflows/index.ts`) and a converter. Finds the bundle of the same files
 * in `folder`, because webpack takes seconds. Removes bundles of other files.
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

/** Hashes every file that can enter the bundle: the workflows, and the lock file for the packages. */
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
