import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { ensureNamespace, RETENTION_DAYS } from '../../client/temporal/namespace.js';
import { freePort } from '../launch/ports.js';
import { type RunningProcess, startProcess } from '../launch/processes.js';
import { type Progress, SetupError } from '../setup-error.js';
import { findTemporalCli } from './cli.js';

const HOST = '127.0.0.1';
const START_LIMIT = 30_000;
const STOP_LIMIT = 8_000;

/** Options of the development server. */
export interface TemporalServerOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** Absent for no web UI. */
  readonly uiPort?: number;
  /** The SQLite file that keeps everything. If absent, all is lost at the end. */
  readonly databaseFile?: string;
  readonly namespace: string;
  /** True, the default, lets workers start activities of the workflow's own queue immediately. */
  readonly eagerActivities?: boolean;
  /** Gets lines about long steps. */
  readonly say: Progress;
  /** Gets the server's output. */
  readonly write: Progress;
}

/** A development server that answers, with a namespace that is ready for Waypost. */
export interface TemporalServer {
  readonly address: string;
  readonly process: RunningProcess;
  stop(): Promise<void>;
}

/**
 * Finds or builds Temporal's development server, starts it and prepares its namespace. Throws a SetupError if there is
 * no such program or it does not start.
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  const program = await findTemporalCli(options.say);
  const port = options.port === 0 ? await freePort() : options.port;
  const address = `${HOST}:${port}`;
  const process = startProcess('temporal', { program, args: argumentsFor(options, port) }, { write: options.write });
  const stop = (): Promise<void> => process.stop(STOP_LIMIT);
  try {
    await prepare(address, options.namespace, process);
  } catch (error) {
    await stop();
    throw error;
  }
  return { address, process, stop };
}

function argumentsFor(options: TemporalServerOptions, port: number): string[] {
  return [
    ...['server', 'start-dev', '--ip', HOST, '--port', String(port), '--namespace', options.namespace],
    ...(options.uiPort === undefined ? ['--headless'] : ['--ui-ip', HOST, '--ui-port', String(options.uiPort)]),
    ...(options.databaseFile === undefined ? [] : ['--db-filename', options.databaseFile]),
    ...['--log-level', 'error', '--log-format', 'json'],
    ...['--dynamic-config-value', 'matching.enableFairness=true'],
    // A queue's rate limit is divided by its partitions. One machine needs only one partition.
    ...['--dynamic-config-value', 'matching.numTaskqueueReadPartitions=1'],
    ...['--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
    ...['--dynamic-config-value', `system.enableActivityEagerExecution=${String(options.eagerActivities ?? true)}`],
  ];
}

async function prepare(address: string, namespace: string, server: RunningProcess): Promise<void> {
  const connection = Connection.lazy({ address });
  try {
    await untilItAnswers(connection, namespace, server);
    await keepClosedRuns(connection, namespace);
    await ensureNamespace(connection, namespace);
  } finally {
    await connection.close();
  }
}

async function untilItAnswers(connection: Connection, namespace: string, server: RunningProcess): Promise<void> {
  const watch: { ended: string | null } = { ended: null };
  void server.ended.then((how) => {
    watch.ended = how;
  });
  const limit = Date.now() + START_LIMIT;
  for (;;) {
    try {
      await connection.withDeadline(Date.now() + 1000, () =>
        connection.workflowService.describeNamespace({ namespace }),
      );
      return;
    } catch (error) {
      if (watch.ended !== null) throw didNotStart(`it ended with ${watch.ended}`, server);
      if (Date.now() > limit) throw didNotStart(error instanceof Error ? error.message : String(error), server);
      await sleep(50);
    }
  }
}

/** Sets the retention, which the server sets to 24 hours. */
async function keepClosedRuns(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: { seconds: RETENTION_DAYS * 86_400 } as never },
  });
}

function didNotStart(reason: string, server: RunningProcess): SetupError {
  return new SetupError(`Temporal's development server did not start: ${reason}. ${server.lastLines()}`.trim());
}
