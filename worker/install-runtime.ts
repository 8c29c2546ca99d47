import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Logger } from 'pino';
import { METRICS } from '../workflows/contracts/metrics.js';
import type { Environment } from './environment.js';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Histogram buckets for attempts, which take at most ten seconds. Seconds. */
const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Sends the logs of Temporal's SDK to the process's log, and its metrics to their port. Call it once in a process. */
export function installRuntime({ metricsAddress }: Environment, log: Logger): void {
  Runtime.install({
    // The SDK's trace lines contain whole tasks, and with them the data of players.
    logger: new DefaultLogger('DEBUG', ({ level, message, meta }) => {
      // These warnings are expected: workers of calls run no workflows, the worker of limits no activities.
      if (!/^No (workflows|activities) registered/.test(message)) log[LEVELS[level]](meta ?? {}, message);
    }),
    telemetryOptions: {
      logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN' }) },
      metrics: {
        prometheus: {
          bindAddress: metricsAddress,
          countersTotalSuffix: true,
          histogramBucketOverrides: { [METRICS.attemptSeconds.name]: SECONDS },
        },
      },
    },
    shutdownSignals: [],
  });
}
