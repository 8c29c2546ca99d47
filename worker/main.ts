import { Client } from '@temporalio/client';
import { type Logger, pino } from 'pino';
import { createActivities } from '../activities/create-activities.js';
import { catalogueFolder } from '../catalogue/load/load.js';
import { openCatalogue } from '../catalogue/load/open.js';
import { BuildIdReused, checkCode, keepCode } from '../client/builds/check-code.js';
import { dataConverter } from '../client/codec/data-converter.js';
import { openEncryptionKeys } from '../client/codec/key-file.js';
import { createPorts } from '../client/create-ports.js';
import { entries } from '../client/entries.js';
import { logStream } from '../client/log-stream.js';
import { watchForStuckRuns } from '../client/runs/stuck-watcher.js';
import { temporalTarget } from '../client/temporal/connect.js';
import { ensureNamespace } from '../client/temporal/namespace.js';
import { BrandWorkers } from './brand-workers.js';
import { createWorkers, pollsPerQueue } from './create-workers.js';
import { readEnvironment } from './environment.js';
import { installRuntime } from './install-runtime.js';
import { limitQueues } from './limit-queues.js';
import { reachTemporal } from './reach-temporal.js';
import { RunningWorkers } from './running-workers.js';
import { showDestination, watchEventLoop } from './gauges.js';
import { workflowHash, workflowSource } from './workflow-source.js';

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = pino({ level: environment.logLevel, base: { process: 'worker' } }, logStream());
  installRuntime(environment, log);
  const closing: (() => void)[] = [watchEventLoop()];
  const encryption = openEncryptionKeys(environment.encryptionKeysFile, (fault) => {
    log.error(fault);
  });
  const brands = new BrandWorkers(log);
  const catalogue = openCatalogue(catalogueFolder(), entries, { log, onChange: (changed) => brands.follow(changed) });
  const { connectionOptions, namespace } = temporalTarget();
  const connection = await reachTemporal({
    connection: connectionOptions,
    prepare: (reached) => ensureNamespace(reached, namespace),
    onAway: (message) => log.warn(message),
  });
  try {
    const { buildId } = environment;
    const build = buildId === null ? null : { id: buildId, code: await workflowHash() };
    const builds = { connection, namespace };
    if (build) await checkCode(builds, build.id, build.code);
    const converter = dataConverter(encryption);
    const client = new Client({ connection, namespace, dataConverter: converter });
    const ports = createPorts(client, () => catalogue.current(), log);
    closing.push(
      () => ports.holds.close(),
      () => ports.reporter.close(),
    );
    await ports.holds.start();
    const activities = createActivities({ catalogue: () => catalogue.current(), showDestination, ...ports });
    const first = catalogue.current();
    const limited = await limitQueues(connection, namespace, first, log);
    const options = {
      connection,
      namespace,
      activities,
      dataConverter: converter,
      workflows: await workflowSource(process.env['WAYPOST_DATA'], converter),
      brands: [...first.brands.keys()],
      limited,
      polls: pollsPerQueue(first.brands.size + limited.length),
      ...(build && { buildId: build.id }),
    };
    const workers = new RunningWorkers(await createWorkers(options));
    brands.start(workers, options, first);
    brands.follow(catalogue.current());
    closing.push(brands.adoptEachMinute(() => catalogue.current()));
    closing.push(watchForStuckRuns(client, () => catalogue.current(), ports.ownEvents, log));
    stopOnSignals(workers, log);
    if (build) {
      keepCode(builds, build.id, build.code).catch((error: unknown) => {
        if (!(error instanceof BuildIdReused)) {
          log.warn({ err: error }, 'the code of this build could not be noted: a reuse of its id will not be noticed');
          return;
        }
        log.fatal({ err: error }, 'stopping: the build id is used for other code');
        process.exitCode = 1;
        workers.stop();
      });
    }
    log.info(
      {
        catalogue: first.hash,
        namespace,
        brands: options.brands,
        encrypted: encryption.on,
        build: environment.buildId,
      },
      'polling',
    );
    process.send?.('ready');
    await workers.done;
  } finally {
    for (const close of closing) close();
    await catalogue.close();
    await connection.close();
  }
  log.info('stopped');
}

function stopOnSignals(workers: RunningWorkers, log: Logger): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      log.info({ signal }, 'draining');
      workers.stop();
    });
  }
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
