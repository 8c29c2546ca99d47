import { pino, type Logger } from 'pino';
import { loadCatalogue } from '../catalogue/load.js';
import { createJourneyClient } from '../client/create-journey-client.js';
import { entries } from '../client/entries.js';
import { createApp } from './app.js';
import { readEnvironment } from './environment.js';
import { openKeyRing } from './keys/key-ring.js';
import { createMetrics } from './metrics.js';
import { listen } from './server.js';

/** How long requests under way may take once the process is asked to stop; in milliseconds. */
const DRAIN_LIMIT = 25_000;

async function start(): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = pino({ level: environment.logLevel, base: { process: 'api' } });
  const keys = await openKeyRing(environment.keysFile, log);
  const catalogue = loadCatalogue(entries);
  const journeys = createJourneyClient({ catalogue: () => catalogue, entries });
  const app = createApp({ journeys, catalogue: () => catalogue, keys, log, metrics: createMetrics() });
  const server = await listen(app, environment.port, environment.host);
  log.info({ port: server.port, host: environment.host, catalogue: catalogue.hash }, 'listening');
  process.send?.('ready');

  async function stop(signal: string): Promise<void> {
    log.info({ signal }, 'draining');
    await server.drain(DRAIN_LIMIT);
    keys.close();
    await journeys.close();
    log.info('stopped');
  }

  stopOnSignals(stop, log);
}

function stopOnSignals(stop: (signal: string) => Promise<void>, log: Logger): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop(signal).then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'could not stop in good order');
          process.exit(1);
        },
      );
    });
  }
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
