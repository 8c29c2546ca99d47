import { Client } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { createActivities } from '../activities/create-activities.js';
import { loadCatalogue } from '../catalogue/load.js';
import { temporalTarget } from '../client/connect.js';
import { ensureNamespace } from '../client/ensure-namespace.js';
import { entries } from '../client/entries.js';
import { createRunFinder } from '../client/run-finder.js';
import { createWorkers, runWorkers, shutDown } from './create-workers.js';
import { readEnvironment } from './environment.js';
import { workflowSource } from './workflow-source.js';

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = pino({ level: environment.logLevel, base: { process: 'worker' } });
  Runtime.install({
    logger: new DefaultLogger('TRACE', ({ level, message, meta }) => {
      log[LEVELS[level]](meta ?? {}, message);
    }),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) },
      metrics: { prometheus: { bindAddress: environment.metricsAddress } },
    },
    shutdownSignals: [],
  });

  const catalogue = loadCatalogue(entries);
  const { connectionOptions, namespace } = temporalTarget();
  const connection = await NativeConnection.connect(connectionOptions);
  try {
    await ensureNamespace(connection, namespace);
    const finder = createRunFinder(new Client({ connection, namespace }));
    const activities = createActivities({ catalogue: () => catalogue, finder });
    const brands = [...catalogue.brands.keys()];
    const workers = await createWorkers({ connection, namespace, workflows: workflowSource(), activities, brands });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        log.info({ signal }, 'draining');
        shutDown(workers);
      });
    }
    const running = runWorkers(workers);
    log.info({ catalogue: catalogue.hash, namespace, brands }, 'polling');
    process.send?.('ready');
    await running;
  } finally {
    await connection.close();
  }
  log.info('stopped');
}

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
