import { afterEach, expect, it } from 'vitest';
import { type FrontPort, openFrontPort } from '../../dev/launch/front-port.js';
import { ensureNamespace } from '../../client/temporal/namespace.js';
import { freePort } from '../../dev/launch/ports.js';
import { startProcess } from '../../dev/launch/processes.js';
import { reachTemporal } from '../../worker/reach-temporal.js';
import { temporalAddress } from '../support/temporal.js';

const ready = (): Promise<void> => Promise.resolve();

let front: FrontPort | undefined;
afterEach(async () => {
  await front?.close();
  front = undefined;
});

it('waits for a Temporal that comes up later, and says once what it waits for', async () => {
  const port = await freePort();
  const opening: Promise<FrontPort>[] = [];
  const said: string[] = [];
  const connection = await reachTemporal({
    connection: { address: `127.0.0.1:${port}` },
    prepare: ready,
    onAway: (message) => {
      said.push(message);
      opening.push(openFrontPort(port));
      void opening[0]?.then((opened) => opened.pointTo(Number(temporalAddress().split(':').at(-1))));
    },
  });
  front = await opening[0];
  await connection.close();
  expect(said).toEqual([expect.stringMatching(new RegExp(`127.0.0.1:${port} .*connection refused.*60 s$`))]);
});

it('gives up when its patience ends, in one sentence that says what to do', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  const failed = reachTemporal({ connection: { address }, prepare: ready, onAway: () => undefined, patience: 1_500 });
  await expect(failed).rejects.toMatchObject({
    name: 'TemporalNotReached',
    message: expect.stringMatching(
      new RegExp(`^Temporal at ${address} .*connection refused.*TEMPORAL_ADDRESS[^:]*\\.$`),
    ),
  });
});

it('tries again when Temporal goes away while the connection is prepared, and not when it refuses', async () => {
  let tries = 0;
  const connection = await reachTemporal({
    connection: { address: temporalAddress() },
    prepare: () => {
      tries += 1;
      return tries > 1
        ? ready()
        : Promise.reject(Object.assign(new Error('14'), { code: 14, details: '', metadata: {} }));
    },
    onAway: () => undefined,
  });
  await connection.close();
  expect(tries).toBe(2);

  const refusal = new Error('keeps closed runs for 7 days');
  const refused = { connection: { address: temporalAddress() }, prepare: () => Promise.reject(refusal), onAway: ready };
  await expect(reachTemporal(refused)).rejects.toBe(refusal);
});

it('ends at once when the namespace does not exist, and names it', async () => {
  const missing = reachTemporal({
    connection: { address: temporalAddress() },
    prepare: (connection) => ensureNamespace(connection, 'nobody-made-it'),
    onAway: () => undefined,
  });
  await expect(missing).rejects.toMatchObject({
    name: 'NamespaceUnfit',
    message: expect.stringContaining('"nobody-made-it"'),
  });
});

it('lets the worker process go on starting meanwhile', async () => {
  const address = `127.0.0.1:${await freePort()}`;
  const lines: string[] = [];
  let heard = (): void => undefined;
  const away = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const worker = startProcess(
    'worker',
    { file: 'worker/main.ts' },
    {
      env: { ...process.env, TEMPORAL_ADDRESS: address, WORKER_METRICS_PORT: '0' },
      write: (line) => {
        lines.push(line);
        if (line.includes(address)) heard();
      },
    },
  );
  worker.ready.catch(() => undefined);
  try {
    await Promise.race([away, worker.ended]);
    expect(lines.join('\n')).toContain(address);
    expect(lines.join('\n')).not.toMatch(/tonic/);
  } finally {
    await worker.stop(5_000);
  }
});
