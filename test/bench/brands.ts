import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { RETENTION_DAYS } from '../../client/temporal/namespace.js';
import { freePort } from '../../dev/launch/ports.js';
import { startProcess } from '../../dev/launch/processes.js';
import { registerNamespace } from '../../dev/temporal/register-namespace.js';
import { cpuMilliseconds } from './cpu-time.js';

const BRANDS = Number(process.env['BRANDS'] ?? 200);
const DESTINATIONS = 3;
const IDLE_MS = 30_000;
const STOP_LIMIT = 60_000;

/**
 * One worker process with many brands, each with three destinations: with a queue for each brand, and with one more for
 * each destination. A Markdown table of its start, its polls, its memory, and the processor that it needs without work.
 */
export async function benchBrands(address: string, server: number): Promise<string> {
  const columns: Record<string, string>[] = [];
  for (const limited of [false, true]) columns.push(await measure(address, server, limited));
  const names = Object.keys(columns[0] ?? {});
  return [
    `| ${BRANDS} brands with ${DESTINATIONS} destinations each | shared queues | own queues |`,
    '|---|---:|---:|',
    ...names.map((name) => `| ${name} | ${columns.map((column) => column[name]).join(' | ')} |`),
  ].join('\n');
}

async function measure(address: string, server: number, limited: boolean): Promise<Record<string, string>> {
  const namespace = `brands-${limited ? 'own' : 'shared'}`;
  const connection = await Connection.connect({ address });
  await registerNamespace(connection, namespace, RETENTION_DAYS);
  await connection.close();
  const folder = await mkdtemp(path.join(tmpdir(), 'waypost-brands-'));
  await writeBrands(path.join(folder, 'catalogue'), limited);
  const port = await freePort();
  const env = {
    ...{ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace, WORKER_METRICS_PORT: String(port) },
    ...{ WAYPOST_CATALOGUE: path.join(folder, 'catalogue'), WAYPOST_DATA: folder, LOG_LEVEL: 'error' },
  };
  const began = performance.now();
  const worker = startProcess('worker', { file: 'worker/main.ts' }, { env, write: (line) => console.error(line) });
  try {
    await worker.ready;
    const ready = performance.now() - began;
    const pid = worker.pid ?? 0;
    const start = cpuMilliseconds(pid);
    await pause(IDLE_MS);
    const [workerBefore, serverBefore] = [cpuMilliseconds(pid), cpuMilliseconds(server)];
    await pause(IDLE_MS);
    const idle = (now: number, before: number) => ((100 * (now - before)) / IDLE_MS).toFixed(1);
    return {
      'queues that are polled': String(3 + BRANDS * (limited ? 1 + DESTINATIONS : 1)),
      'start until it polls, s': (ready / 1_000).toFixed(1),
      'CPU of the start, s': (start / 1_000).toFixed(1),
      'open polls': await polls(port),
      'memory, MB': await memoryOf(pid),
      'worker without work, % of a core': idle(cpuMilliseconds(pid), workerBefore),
      'server without work, % of a core': idle(cpuMilliseconds(server), serverBefore),
    };
  } finally {
    await worker.stop(STOP_LIMIT);
    await rm(folder, { recursive: true });
  }
}

async function writeBrands(folder: string, limited: boolean): Promise<void> {
  const limit = limited ? ', concurrency: 10' : '';
  const names = Array.from({ length: DESTINATIONS }, (_, place) => `d${place + 1}`);
  const destinations = names.map((name) => `${name}: { url: 'https://${name}.example.com'${limit} }\n`).join('');
  for (let number = 1; number <= BRANDS; number += 1) {
    const brand = path.join(folder, `brand-${number}`);
    await mkdir(brand, { recursive: true });
    await writeFile(path.join(brand, 'brand.yaml'), '{}\n');
    await writeFile(path.join(brand, 'destinations.yaml'), destinations);
  }
}

/** Adds up the polls of the worker's own metrics. */
async function polls(port: number): Promise<string> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const values = [...text.matchAll(/^temporal_num_pollers\{.*\} (\d+)/gm)].map(([, value]) => Number(value));
  return String(values.reduce((sum, value) => sum + value, 0));
}

async function memoryOf(pid: number): Promise<string> {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kilobytes) / 1024).toFixed(0);
}
