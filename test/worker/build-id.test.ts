import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServiceError } from '@temporalio/client';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { keepCode } from '../../client/builds/check-code.js';
import { describeBuild, noteOn, notesIn, serviceOf } from '../../client/builds/version-api.js';
import { type Routing, startRouting, until } from '../support/routing.js';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.js';

let place: Routing;
let data: string;
beforeAll(async () => {
  [place, data] = await Promise.all([startRouting(), mkdtemp(path.join(tmpdir(), 'waypost-build-id-'))]);
});
afterAll(() => Promise.all([place.close(), rm(data, { recursive: true })]));

/** A worker process with a build id, which is killed at the end of the test. */
function start(buildId: string): WorkerProcess {
  const worker = startWorkerProcess('worker', {
    ...{ TEMPORAL_ADDRESS: place.address, TEMPORAL_NAMESPACE: place.namespace, WAYPOST_DATA: data },
    ...{ OPERATOR_URL: place.operator.url, LUCKY_OPERATOR_KEY: 'lucky-key', ROYAL_OPERATOR_KEY: 'royal-key' },
    WAYPOST_BUILD_ID: buildId,
  });
  onTestFinished(() => worker.kill());
  return worker;
}

/** The hash of the code that Temporal keeps with a build, once it does. */
async function codeOf(buildId: string): Promise<string | undefined> {
  return until(
    async () => {
      const info = await describeBuild(serviceOf(place.client), buildId);
      return info === null ? undefined : notesIn(info).code;
    },
    (code) => code !== undefined,
  );
}

test('a worker keeps the hash of its code with its build id, and one with other code does not start under it', async () => {
  const first = start('b1');
  await first.ready;
  expect(await codeOf('b1')).toMatch(/^[0-9a-f]{16}$/);
  await first.kill();
  await noteOn(serviceOf(place.client), 'b1', { code: 'other' });
  const second = start('b1');
  await expect(second.ready).rejects.toThrow('WAYPOST_BUILD_ID b1 was used for other workflow code (other, here ');
});

test('a call that Temporal does not answer is made again', async () => {
  await start('b2').ready;
  const code = (await codeOf('b2')) ?? '';
  const { connection, namespace } = serviceOf(place.client);
  let calls = 0;
  const stumbling: typeof connection = Object.create(connection, {
    withDeadline: {
      value: <T>(deadline: number, fn: () => Promise<T>): Promise<T> => {
        if ((calls += 1) > 1) return connection.withDeadline(deadline, fn);
        const lost = Object.assign(new Error('lost'), { code: 14, details: 'lost', metadata: {} });
        return Promise.reject(new ServiceError('lost', { cause: lost }));
      },
    },
  }) as typeof connection;
  await keepCode({ connection: stumbling, namespace }, 'b2', code);
  expect(calls).toBeGreaterThan(2);
});
