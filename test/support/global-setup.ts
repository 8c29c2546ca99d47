import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { startTemporalServer } from '../../dev/temporal/server.js';
import { timeSkippingServerPath } from '../../dev/temporal/test-server.js';
import { bundleWorkflows } from '../../worker/workflow-source.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the development server that all test files share. */
    temporalAddress: string;
    /** The path of the time-skipping test server. */
    testServerPath: string;
    /** The path of one bundle with all workflows and those of `test/workflows`. */
    workflowBundle: string;
  }
}

/**
 * Gets the time-skipping test server and starts one development server for the whole test run, without a file and
 * without UI. With TEMPORAL_ADDRESS set, the tests use that server instead.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const say = (line: string): void => {
    console.log(line);
  };
  project.provide('testServerPath', await timeSkippingServerPath(say));
  const bundle = await bundleFile();
  project.provide('workflowBundle', bundle);
  const removeBundles = () => rm(path.dirname(bundle), { recursive: true });
  const address = process.env['TEMPORAL_ADDRESS'];
  if (address) {
    project.provide('temporalAddress', address);
    return removeBundles;
  }
  const server = await startTemporalServer({ port: 0, namespace: 'default', say, write: () => undefined });
  project.provide('temporalAddress', server.address);
  return async () => {
    await server.stop();
    await removeBundles();
  };
}

async function bundleFile(): Promise<string> {
  const entry = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
  const code = await bundleWorkflows(entry);
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'waypost-bundle-')), 'workflow-bundle.js');
  await writeFile(file, code);
  return file;
}
