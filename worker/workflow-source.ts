import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { type BundleOptions, bundleWorkflowCode, DefaultLogger, type WorkerOptions } from '@temporalio/worker';

/** The workflows of a worker. */
export type WorkflowSource = Pick<WorkerOptions, 'workflowBundle'>;

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
  if (dataFolder === undefined) return { workflowBundle: { code: await bundleWorkflows(entry, converter) } };
  return { workflowBundle: { codePath: await cachedBundle(entry, path.join(dataFolder, 'bundles'), converter) } };
}

/**
 * Bundles the workflows of `entry`, and returns the code.
 *
 * A run evaluates its own journey alone. All runs share the other modules, which are evaluated once. So the cost of a run
 * does not grow with the number of journeys.
 */
export async function bundleWorkflows(entry: string, converter: BundledConverter = {}): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: entry,
    ...converter,
    logger: new DefaultLogger('WARN'),
    preloadModules: SHARED.map((name) => nearest(entry, name)).filter((file) => existsSync(file)),
    webpackConfigHook: (config) => withLazyJourneys(config, nearest(entry, LIST)),
  });
  return code;
}

const SHARED = ['own-workflows.ts', 'waypost.ts'];
const LIST = path.join('journeys', 'index.ts');

/** Returns a file beside `entry`, which a build has; the entry of a test can lack it and then gets that of this build. */
function nearest(entry: string, name: string): string {
  const folder = path.dirname(entry);
  const isBuild = existsSync(path.join(folder, 'waypost.ts'));
  const beside = path.join(folder, name);
  return isBuild || existsSync(beside) ? beside : fileURLToPath(new URL(`../workflows/${name}`, import.meta.url));
}

type WebpackConfig = Parameters<NonNullable<BundleOptions['webpackConfigHook']>>[0];

/** Compiles the list of journeys in such a way that it loads a journey when it is asked for. */
function withLazyJourneys(config: WebpackConfig, list: string): WebpackConfig {
  const lazy = [...readFileSync(list, 'utf8').matchAll(/ from '([^']+)'/g)].map(([, name]) => name);
  const rules = (config.module?.rules ?? []).flatMap((rule) => {
    if (!isTypeScript(rule)) return [rule];
    const { use } = rule;
    const options = { ...use.options, module: { type: 'commonjs', lazy } };
    return [
      { ...rule, exclude: [rule.exclude, list] },
      { test: list, use: { ...use, options } },
    ];
  });
  return { ...config, module: { ...config.module, rules } };
}

interface TypeScriptRule {
  readonly exclude: RegExp;
  readonly use: { readonly loader: string; readonly options: object };
}

function isTypeScript(rule: unknown): rule is TypeScriptRule {
  return String((rule as { test?: unknown } | null)?.test) === String(/\.ts$/);
}

/** Returns a hash of the workflow code of this build, whichever bundle it runs. */
export async function workflowHash(): Promise<string> {
  const bundle = new URL(bundleName({}), import.meta.url);
  if (!existsSync(bundle)) return hashOf(fileURLToPath(new URL('../workflows/index.ts', import.meta.url)), {});
  const code = (await readFile(bundle, 'utf8')).replace(/^\/\/# sourceMappingURL=.*$/m, ''); // it names folders
  return createHash('sha256').update(code).digest('hex').slice(0, 16);
}

const PREFIX = 'workflow-bundle-';

/** Folder, in that of the bundles, of a bundle that `cli replay` has asked about and no worker has run yet. */
export const NEXT_BUNDLES = 'next';

/** The part of a data converter that runs in workflows, and so is in their bundle. */
type BundledConverter = Pick<DataConverter, 'failureConverterPath'>;

/**
 * Returns the path of the bundle of `entry` (`workflows/index.ts`) and a converter. Finds the bundle of the same files
 * in `folder`, because webpack takes seconds. Removes bundles of other files.
 */
export async function cachedBundle(entry: string, folder: string, converter: BundledConverter = {}): Promise<string> {
  const file = path.join(folder, `${PREFIX}${await hashOf(entry, converter)}.js`);
  if (existsSync(file)) return file;
  const asked = path.join(folder, NEXT_BUNDLES, path.basename(file));
  const code = existsSync(asked) ? await readFile(asked, 'utf8') : await bundleWorkflows(entry, converter);
  await mkdir(folder, { recursive: true });
  const others = (await readdir(folder)).filter((name) => name.startsWith(PREFIX));
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, code);
  await rename(unfinished, file);
  await Promise.all(others.map((name) => rm(path.join(folder, name), { force: true })));
  return file;
}

/** Hashes all that the bundle depends on: the workflows, the lock file for the packages, and how it is made. */
async function hashOf(entry: string, { failureConverterPath }: BundledConverter): Promise<string> {
  const workflows = path.dirname(entry);
  const names = await readdir(workflows, { recursive: true });
  const files = names.filter((name) => name.endsWith('.ts')).sort();
  const hash = createHash('sha256').update(process.version);
  for (const file of [
    ...files.map((name) => path.join(workflows, name)),
    path.join(workflows, '../package-lock.json'),
    fileURLToPath(import.meta.url),
    ...(failureConverterPath === undefined ? [] : [failureConverterPath]),
  ]) {
    const content = await readFile(file);
    hash.update(`${path.relative(workflows, file)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}
