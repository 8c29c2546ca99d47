import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bundleWorkflows } from '../worker/workflow-source.js';
import { modulesIn } from './support/bundle-modules.js';

const ALLOWED_PACKAGES = [
  '@date-fns/tz',
  '@noble/hashes',
  '@temporalio/common',
  '@temporalio/workflow',
  'big.js',
  'long',
  'ms',
  'nexus-rpc', // part of the SDK's own workflow library
];

async function modulesOf(file: string) {
  const entry = fileURLToPath(new URL(file, import.meta.url));
  return modulesIn(await bundleWorkflows(entry));
}

test('the workflow sandbox holds nothing but workflows/ and a few small packages', async () => {
  const { files, packages } = await modulesOf('../workflows/index.ts');
  expect(files).toContain('workflows/calls/call.ts');
  expect(files.filter((file) => !file.startsWith('workflows/'))).toEqual([]);
  expect(packages.filter((name) => !ALLOWED_PACKAGES.includes(name))).toEqual([]);
});

test('a workflow that imports axios is found out', async () => {
  expect((await modulesOf('./workflows/with-axios.fixture.ts')).packages).toContain('axios');
});
