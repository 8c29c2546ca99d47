import { createHash, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client, type Connection } from '@temporalio/client';
import { ensureNamespace, RETENTION_DAYS } from '../../client/temporal/namespace.js';
import { freePort } from '../../dev/launch/ports.js';
import { startProcess } from '../../dev/launch/processes.js';
import { registerNamespace } from '../../dev/temporal/register-namespace.js';
import type { Measured } from './aims.js';
import { cpuMilliseconds } from './cpu-time.js';
import { percentileOf } from './figures.js';

const EVENTS = 500;
const WARM_UP = 100;
const ABREAST = 20;
const BATCHES = 2;
const BATCH = 500;

/** No worker polls it, so that the figures are of the intake alone. */
const NAMESPACE = 'intake';
const STOP_LIMIT = 10_000;
const KEY = 'wp_bench_0123456789abcdef';

/** Costs of one way in: each request's time in milliseconds, and CPU-ms of the process that starts the workflows. */
interface Taken {
  readonly starts: number;
  readonly wall: number;
  readonly times: readonly number[];
  readonly cpu: number;
}

/**
 * A table of what it takes to have an event accepted that starts a journey: by a client that starts a workflow without
 * anything else, by `POST /v1/events`, and by batches of 500. `folder` takes the file of keys.
 */
export async function benchIntake(
  connection: Connection,
  env: NodeJS.ProcessEnv,
  folder: string,
  say: (line: string) => void,
): Promise<Measured> {
  await registerNamespace(connection, NAMESPACE, RETENTION_DAYS);
  await ensureNamespace(connection, NAMESPACE);
  const keysFile = path.join(folder, 'keys.json');
  await writeFile(keysFile, JSON.stringify([storedKey()]));
  const port = await freePort();
  const api = startProcess(
    'api',
    { file: 'api/main.ts' },
    {
      env: { ...env, TEMPORAL_NAMESPACE: NAMESPACE, PORT: String(port), WAYPOST_KEYS: keysFile, LOG_LEVEL: 'error' },
      write: say,
    },
  );
  try {
    await api.ready;
    const ownCpu = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1_000;
    };
    const apiCpu = (): number => cpuMilliseconds(api.pid ?? 0);
    const url = `http://127.0.0.1:${port}/v1/events`;
    const client = new Client({ connection, namespace: NAMESPACE });
    const plain = () => startPlain(client);
    const single = () => post(url, eventOf());
    const batch = () => post(url, { events: Array.from({ length: BATCH }, eventOf) });
    await take(plain, WARM_UP, ABREAST, 1, ownCpu);
    const bare = await take(plain, EVENTS, ABREAST, 1, ownCpu);
    await take(single, WARM_UP, ABREAST, 1, apiCpu);
    const singly = await take(single, EVENTS, ABREAST, 1, apiCpu);
    await take(batch, 1, 1, BATCH, apiCpu);
    const batched = await take(batch, BATCHES, 1, BATCH, apiCpu);
    const heading = [
      '| way in | starts per second | p50, ms | p99, ms | CPU-ms per start |',
      '|---|---:|---:|---:|---:|',
    ];
    const rows = [
      rowOf('bare client start', bare),
      rowOf('`POST /v1/events`', singly),
      rowOf(`\`POST /v1/events\` of ${BATCH}`, batched),
    ];
    return { table: [...heading, ...rows].join('\n'), figures: {} };
  } finally {
    await api.stop(STOP_LIMIT);
  }
}

async function take(
  act: () => Promise<unknown>,
  requests: number,
  abreast: number,
  size: number,
  cpu: () => number,
): Promise<Taken> {
  const times: number[] = [];
  const before = { wall: performance.now(), cpu: cpu() };
  let left = requests;
  const lane = async (): Promise<void> => {
    while (left-- > 0) {
      const began = performance.now();
      await act();
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: abreast }, lane));
  return { starts: requests * size, wall: performance.now() - before.wall, times, cpu: cpu() - before.cpu };
}

function rowOf(name: string, { starts, wall, times, cpu }: Taken): string {
  const [p50, p99] = [50, 99].map((percent) => percentileOf(times, percent).toFixed(1));
  return `| ${name} | ${((starts * 1_000) / wall).toFixed(0)} | ${p50} | ${p99} | ${(cpu / starts).toFixed(2)} |`;
}

async function startPlain(client: Client): Promise<void> {
  const playerId = randomUUID();
  const workflowId = `plain:${playerId}`;
  await client.workflow.start('plainCancelBonus', { workflowId, taskQueue: 'plain', args: [playerId, playerId] });
}

async function post(url: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (response.status !== 202 || /"decision":"(?!started|not-eligible)/.test(text))
    throw new Error(`not started: ${text.slice(0, 500)}`);
}

function eventOf() {
  const data = { withdrawalId: randomUUID(), amount: { amount: '20.00', currency: 'EUR' } };
  const occurredAt = new Date().toISOString();
  return { id: randomUUID(), type: 'withdrawal.requested', playerId: randomUUID(), occurredAt, data };
}

function storedKey() {
  const digests = [createHash('sha256').update(KEY).digest('hex')];
  return {
    id: 'bench',
    owner: 'bench',
    brands: ['lucky'],
    scopes: ['events:write'],
    digests,
    expires: null,
    revoked: false,
  };
}
