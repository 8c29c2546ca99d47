import { readdir, readFile } from 'node:fs/promises';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { expect, inject, test } from 'vitest';
import { quietRuntime } from '../support/quiet-runtime.js';

const folder = new URL('histories/', import.meta.url);
const histories = (await readdir(folder)).filter((file) => file.endsWith('.json'));

quietRuntime();

test('there are histories to replay', () => {
  expect(histories.length).toBeGreaterThan(5);
});

test.each(histories)('this build replays %s', async (file) => {
  const stored = JSON.parse(await readFile(new URL(file, folder), 'utf8')) as { workflowId: string; history: unknown };
  const options = { workflowBundle: { codePath: inject('workflowBundle') } };
  await Worker.runReplayHistory(options, historyFromJSON(stored.history), stored.workflowId);
});
