import { readdir, readFile } from 'node:fs/promises';
import { Worker } from '@temporalio/worker';
import { expect, inject, test } from 'vitest';
import { dataConverter } from '../../client/codec/data-converter.js';
import { historyFromJSON } from '../../client/temporal/internals.js';
import { quietRuntime } from '../support/quiet-runtime.js';
import { RECORDED_UNDER } from './recorded-under.js';

const folder = new URL('histories/', import.meta.url);
const histories = (await readdir(folder)).filter((file) => file.endsWith('.json'));

quietRuntime();

test('there are histories to replay, also encrypted ones', async () => {
  expect(histories.length).toBeGreaterThan(5);
  const encrypted = histories.filter((file) => file.startsWith('encrypted-'));
  expect(encrypted).not.toEqual([]);
  for (const file of encrypted) {
    const text = await readFile(new URL(file, folder), 'utf8');
    expect(text).toContain(Buffer.from('recorded-lucky').toString('base64'));
    expect(text).not.toContain(Buffer.from('{"brand"').toString('base64').slice(0, -4));
  }
});

test.each(histories)('this build replays %s', async (file) => {
  const stored = JSON.parse(await readFile(new URL(file, folder), 'utf8')) as { workflowId: string; history: unknown };
  const options = {
    workflowBundle: { codePath: inject('workflowBundle') },
    dataConverter: dataConverter(RECORDED_UNDER),
  };
  await Worker.runReplayHistory(options, historyFromJSON(stored.history), stored.workflowId);
});
