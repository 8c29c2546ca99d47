import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { catalogueFolder, loadCatalogue } from '../../catalogue/load/load.js';
import { createJourneyClient } from '../../client/create-journey-client.js';
import { entries } from '../../client/entries.js';
import { RETENTION_DAYS } from '../../client/temporal/namespace.js';
import { freePort } from '../../dev/launch/ports.js';
import { startProcess, stopLeftProcesses } from '../../dev/launch/processes.js';
import { startClusterServer } from '../../dev/temporal/cluster-server.js';
import { registerNamespace } from '../../dev/temporal/register-namespace.js';
import { startTemporalServer, type TemporalServer } from '../../dev/temporal/server.js';
import { type Measured, summary } from './aims.js';
import { startArrivals } from './arrivals.js';
import { benchBrands } from './brands.js';
import { compare } from './compare.js';
import { benchDown } from './down.js';
import { benchHanging } from './hanging.js';
import { benchIntake } from './intake.js';
import { benchLimits } from './limits.js';
import { benchMorning } from './morning.js';
import { benchManyJourneys } from './replays/many-journeys.js';
import { benchPromises } from './replays/promises.js';
import { benchReplay } from './replay.js';
import { circumstances, writeTables } from './page.js';
import { plain, plainRule, rule, waypost } from './slice.js';
import { benchStrangers } from './strangers.js';
import { benchTemplates } from './templates.js';

/** How much is measured. The first block of each contender warms it up and is not counted. */
const SIZE = { blocks: 5, journeys: 100, abreast: 20, samples: 150, every: 20 };
const STOP_LIMIT = 30_000;

/** `npm run bench -- slice rule` measures these rows alone. */
const WANTED = process.argv.slice(2);

/**
 * The default since Temporal 1.32, and what docker-compose sets. It serves activities on the workflow's own queue: those
 * of the plain workflow, and Waypost's first attempts. `EAGER=off npm run bench` measures without it.
 */
const EAGER_ACTIVITIES = process.env['EAGER'] !== 'off';

/** `CLUSTER=on npm run bench` measures on Temporal 1.32 with SQLite files, where plain rules take the fast path. */
const CLUSTER = process.env['CLUSTER'] === 'on';

/** `WRITE=off npm run bench` leaves docs/measurements.md as it is. */
const WRITES = process.env['WRITE'] !== 'off';

function startDevelopment(): Promise<TemporalServer> {
  const databaseFile = path.join(folder, 'temporal.sqlite');
  const about = { port: 0, databaseFile, namespace: 'default', eagerActivities: EAGER_ACTIVITIES };
  return startTemporalServer({ ...about, say, write: () => undefined });
}

async function startCluster(): Promise<TemporalServer> {
  const started = await startClusterServer(folder, say);
  const connection = await Connection.connect({ address: started.address });
  await registerNamespace(connection, 'default', RETENTION_DAYS);
  await connection.close();
  return started;
}

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const folder = await mkdtemp(path.join(tmpdir(), 'waypost-bench-'));
const arrivals = await startArrivals();
const server = await (CLUSTER ? startCluster() : startDevelopment());
const env = {
  TEMPORAL_ADDRESS: server.address,
  OPERATOR_URL: arrivals.url,
  LUCKY_OPERATOR_KEY: 'lucky-operator-bench',
  ROYAL_OPERATOR_KEY: 'royal-operator-bench',
  WORKER_METRICS_PORT: String(await freePort()),
  LOG_LEVEL: 'error',
};
try {
  const workers = {
    waypost: startProcess('waypost', { file: 'worker/main.ts' }, { env, write: say }),
    plain: startProcess('plain', { file: 'test/bench/plain/worker.ts' }, { env, write: () => undefined }),
  };
  await Promise.all([workers.waypost.ready, workers.plain.ready]);
  const client = new Client({ connection: await Connection.connect({ address: server.address }) });
  const catalogue = loadCatalogue(catalogueFolder(), entries, { ...process.env, ...env });
  const journeys = createJourneyClient({ catalogue: () => catalogue, entries, client });
  const place = {
    client,
    arrivals,
    workers: { waypost: workers.waypost.pid ?? 0, plain: workers.plain.pid ?? 0 },
    server: server.process.pid ?? 0,
    say,
  };
  const rows: Readonly<Record<string, () => Promise<Measured | string> | Measured>> = {
    slice: () => compare(waypost(journeys), plain(client), place, SIZE),
    rule: () => compare(rule(journeys), plain(client), place, SIZE),
    'rule-alone': () => compare(rule(journeys), plainRule(client), place, SIZE),
    strangers: () => benchStrangers(client, journeys, plain(client)),
    intake: () => benchIntake(client.connection as Connection, env, folder, say),
    limits: () => benchLimits(client),
    hanging: () => benchHanging(waypost(journeys), journeys, arrivals, env.ROYAL_OPERATOR_KEY),
    down: () => benchDown(arrivals, rule(journeys)),
    templates: () => benchTemplates(),
    promises: () => benchPromises(client, [waypost(journeys), rule(journeys), plain(client), plainRule(client)]),
    'many-journeys': () => benchManyJourneys(client, waypost(journeys)),
    replay: () => benchReplay(client, journeys),
    morning: () => benchMorning(client, journeys, arrivals),
    brands: () => benchBrands(server.address, server.process.pid ?? 0),
  };
  const measured = new Map<string, Measured>();
  for (const name of WANTED.length > 0 ? WANTED : Object.keys(rows)) {
    const row = rows[name];
    if (!row) throw new Error(`There is no row "${name}": choose among ${Object.keys(rows).join(', ')}.`);
    const result = await row();
    measured.set(name, typeof result === 'string' ? { table: result, figures: {} } : result);
    console.log(`${name}\n${measured.get(name)?.table ?? ''}\n`);
  }
  console.log(`${summary(measured, CLUSTER)}\n`);
  if (WRITES) {
    const tables = [...measured].map(([name, { table }]) => [CLUSTER ? `${name}-cluster` : name, table] as const);
    const written = await writeTables(new Map(tables), await circumstances(client));
    say(`wrote into docs/measurements.md: ${written.join(', ') || 'nothing'}`);
  }
  await client.connection.close();
} finally {
  await stopLeftProcesses(STOP_LIMIT);
  arrivals.close();
  await rm(folder, { recursive: true, force: true });
}
