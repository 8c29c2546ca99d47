import { type Logger, pino } from 'pino';
import { catalogueFolder } from '../catalogue/load/load.js';
import { openCatalogue } from '../catalogue/load/open.js';
import { openEncryptionKeys } from '../client/codec/key-file.js';
import { createJourneyClient } from '../client/create-journey-client.js';
import { entries } from '../client/entries.js';
import { logStream } from '../client/log-stream.js';
import { Tokens } from '../outbound/auth/tokens.js';
import { EchoStore } from './echo/echo-store.js';
import { readEnvironment } from './environment.js';
import { createMetrics } from './health/metrics.js';
import { createApp } from './http/app.js';
import { listen } from './http/server.js';
import { openKeyRing } from './keys/key-ring.js';
import { createOptionHolds } from './options/option-holds.js';
import { createOptionReader } from './options/option-reader.js';

/** Time for open requests to finish after the process was asked to stop. */
const DRAIN_LIMIT_MS = 25_000;

async function start(): Promise<void> {
  const environment = readEnvironment(process.env);
  const log = pino({ level: environment.logLevel, base: { process: 'api' } }, logStream());
  const keys = await openKeyRing(environment.keysFile, log);
  const encryption = openEncryptionKeys(environment.encryptionKeysFile, (fault) => {
    log.error(fault);
  });
  const metrics = createMetrics();
  const catalogue = openCatalogue(catalogueFolder(), entries, {
    log,
    onRefused: () => metrics.countRefusedCatalogue(),
  });
  const journeys = createJourneyClient({ catalogue: () => catalogue.current(), entries, encryption });
  const app = createApp({
    journeys,
    catalogue: () => catalogue.current(),
    refusedSince: () => catalogue.refusedSince(),
    keys,
    encryption,
    codecOrigins: environment.codecOrigins,
    log,
    metrics,
    environment: process.env,
    options: createOptionReader(
      { environment: process.env, tokens: new Tokens() },
      (list, reason) => {
        log.warn({ list, reason }, 'option list not refreshed: serving the last copy');
      },
      createOptionHolds(journeys, log),
    ),
    echo: environment.echo === 'off' ? null : { store: new EchoStore(), isOpen: environment.echo === 'open' },
  });
  const server = await listen(app, environment.port, environment.host);
  log.info({ port: server.port, host: environment.host, catalogue: catalogue.current().hash }, 'listening');
  process.send?.('ready');

  async function stop(signal: string): Promise<void> {
    log.info({ signal }, 'draining');
    await server.drain(DRAIN_LIMIT_MS);
    keys.close();
    await catalogue.close();
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
          log.error({ err: error }, 'shutdown failed');
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
