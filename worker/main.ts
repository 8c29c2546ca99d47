import { Client } from '@temporalio/client';
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { createActivities } from '../activities/create-activities.js';
import { catalogueFolder } from '../catalogue/load.js';
import { openCatalogue } from '../catalogue/open.js';
import { temporalTarget } from '../client/connect.js';
import { ensureNamespace } from '../client/ensure-namespace.js';
import { entries } from '../client/entries.js';
import { logStream } from '../client/log-stream.js';
import { createRunFinder } from '../client/run-finder.js';
import { BrandWorkers } from './brand-workers.js';
import { createWorkers } from './create-workers.js';
import { readEnvironment } from './environment.js';
import { RunningWorkers } from './running-workers.js';
import { workflowSource } from './workflow-source.js';

async function main(): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = pino({ level: environment.logLevel, base: { process: 'worker' } }, logStream());
  Runtime.install({
    logger: new DefaultLogger('TRACE', ({ level, message, meta }) => {
      // As intended: the workers of callbacks run no workflows.
      if (!message.startsWith('No workflows registered')) log[LEVELS[level]](meta ?? {}, message);
    }),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) },
      metrics: { prometheus: { bindAddress: environment.metricsAddress } },
    },
    shutdownSignals: [],
  });

  const brands = new BrandWorkers(log);
  const catalogue = openCatalogue(catalogueFolder(), entries, { log, onChange: (changed) => brands.follow(changed) });
  const { connectionOptions, namespace } = temporalTarget();
  const connection = await NativeConnection.connect(connectionOptions);
  try {
    await ensureNamespace(connection, namespace);
    const finder = createRunFinder(new Client({ connection, namespace }));
    const activities = createActivities({ catalogue: () => catalogue.current(), finder });
    const first = catalogue.current();
    const options = {
      connection,
      namespace,
      activities,
      workflows: await workflowSource(process.env['WAYPOST_DATA']),
      brands: [...first.brands.keys()],
    };
    const workers = new RunningWorkers(await createWorkers(options));
    brands.start(workers, options);
    brands.follow(catalogue.current());
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        log.info({ signal }, 'draining');
        workers.stop();
      });
    }
    log.info({ catalogue: first.hash, namespace, brands: options.brands }, 'polling');
    process.send?.('ready');
    await workers.done;
  } finally {
    await catalogue.close();
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
