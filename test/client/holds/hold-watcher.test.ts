import { Client, type WorkflowClientInterceptor } from '@temporalio/client';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { HoldWatcher, type WatchTimes } from '../../../client/holds/hold-watcher.js';
import { sendHold, sendRelease } from '../../../client/holds/holds.js';
import type { HoldOrdered } from '../../../workflows/contracts/keepers/hold.js';
import { setHold } from '../../../workflows/contracts/messages.js';
import { HOLDS_INDEX_ID, holdsId } from '../../../workflows/contracts/names.js';
import { holdOf } from '../../support/in-memory-holds.js';
import { until, useRouting } from '../../support/routing.js';

const routing = useRouting();

const BRANDS = ['lucky', 'royal', ...Array.from({ length: 18 }, (_, place) => `brand-${place}`)];
const NO_OLD_BUILDS = { oldBuildsRun: 0, listInterval: 60 * 60_000 };

/** A watcher of 20 brands, and the ids of the workflows that it reads. */
async function counting(times: WatchTimes) {
  const read: string[] = [];
  const { connection, options } = routing.client;
  const count: WorkflowClientInterceptor = {
    describe: (input, next) => {
      read.push(input.workflowExecution.workflowId);
      return next(input);
    },
  };
  const client = new Client({ connection, namespace: options.namespace, interceptors: { workflow: [count] } });
  const log = pino({ level: 'silent' });
  const watcher = new HoldWatcher(
    client,
    () => BRANDS,
    log,
    () => [],
    times,
  );
  onTestFinished(() => watcher.close());
  await watcher.start();
  return { watcher, read };
}

/** Waits until the watcher has begun that many more looks. */
async function looks(read: readonly string[], times: number): Promise<void> {
  const begun = () => read.filter((id) => id === HOLDS_INDEX_ID).length;
  const before = begun();
  await until(
    async () => begun(),
    (count) => count >= before + times,
  );
}

/** The workflows that it reads in its next looks. */
async function nextRead(read: readonly string[]): Promise<Set<string>> {
  await looks(read, 2);
  const before = read.length;
  await looks(read, 2);
  return new Set(read.slice(before));
}

const knows = (watcher: HoldWatcher, brand: string, ...ids: readonly string[]) =>
  until(
    async () => watcher.current(brand)?.map(({ id }) => id),
    (known) => JSON.stringify(known) === JSON.stringify(ids),
  );

it('a process asks once for all brands, and for those that have changed', async () => {
  const { watcher, read } = await counting(NO_OLD_BUILDS);
  expect(await nextRead(read)).toEqual(new Set([HOLDS_INDEX_ID]));
  const before = read.length;
  await sendHold(routing.client, 'lucky', holdOf('destination', 'operator'));
  await knows(watcher, 'lucky', 'destination:operator');
  expect(watcher.current('royal')).toEqual([]);
  await sendRelease(routing.client, 'lucky', { id: 'destination:operator', by: 'ops' });
  await knows(watcher, 'lucky');
  expect(new Set(read.slice(before))).toEqual(new Set([HOLDS_INDEX_ID, holdsId('lucky')]));
});

it('it asks for every brand while processes of an earlier build may set holds without a word to the index', async () => {
  const { read } = await counting({ ...NO_OLD_BUILDS, oldBuildsRun: 60 * 60_000 });
  expect((await nextRead(read)).size).toBe(BRANDS.length + 1);
});

it('a hold that the index does not know of is found by a look at all brands', async () => {
  const { watcher, read } = await counting({ oldBuildsRun: 0, listInterval: 2_000 });
  await nextRead(read);
  const hold: HoldOrdered = holdOf('action', 'cancel-bonus');
  await sendHold(routing.client, 'royal', holdOf('destination', 'operator'));
  await knows(watcher, 'royal', 'destination:operator');
  await routing.client.workflow.getHandle(holdsId('royal')).signal(setHold, hold);
  await knows(watcher, 'royal', 'destination:operator', hold.id);
});

it('it asks for every brand, and begins the index again, when that is gone', async () => {
  const { read } = await counting(NO_OLD_BUILDS);
  await looks(read, 2);
  await routing.rest(); // the watcher of the workers would begin it, too
  const handle = routing.client.workflow.getHandle(HOLDS_INDEX_ID);
  await handle.terminate();
  const before = read.length;
  await looks(read, 2);
  expect(new Set(read.slice(before)).size).toBe(BRANDS.length + 1);
  expect((await handle.describe()).status.name).toBe('RUNNING');
});
