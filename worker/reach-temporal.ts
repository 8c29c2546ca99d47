import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, type NativeConnectionOptions } from '@temporalio/worker';
import { isTemporalAway } from '../client/temporal/with-deadline.js';

const PATIENCE_MS = 60_000;
const PAUSE_MS = 1_000;

/** Thrown when Temporal could not be reached in time. The message names its address, the failure, and what to do. */
export class TemporalNotReached extends Error {
  override readonly name = 'TemporalNotReached';
}

/** Options of reaching Temporal. */
export interface ReachOptions {
  readonly connection: NativeConnectionOptions | undefined;
  /** Prepares the connection. Called again while Temporal is away. */
  readonly prepare: (connection: NativeConnection) => Promise<void>;
  /** Called once, after the first try has failed. */
  readonly onAway: (message: string) => void;
  /** Milliseconds; one minute by default. */
  readonly patience?: number;
}

/**
 * Connects to Temporal and prepares the connection. Tries once a second until its patience ends.
 * @throws TemporalNotReached; other errors of `prepare` pass through
 */
export async function reachTemporal(options: ReachOptions): Promise<NativeConnection> {
  const { connection, onAway, patience = PATIENCE_MS } = options;
  const address = connection?.address ?? 'localhost:7233';
  const until = Date.now() + patience;
  for (let tries = 1; ; tries += 1) {
    try {
      return await connectOnce(options);
    } catch (error) {
      if (!isAway(error)) throw error;
      const failure = `Temporal at ${address} can't be reached (${reasonOf(error)})`;
      if (Date.now() + PAUSE_MS > until) {
        throw new TemporalNotReached(`${failure}: start it, or set TEMPORAL_ADDRESS to where it runs.`, {
          cause: error,
        });
      }
      if (tries === 1) onAway(`${failure}; trying again for ${Math.round(patience / 1000)} s`);
    }
    await sleep(PAUSE_MS);
  }
}

async function connectOnce({ connection: options, prepare }: ReachOptions): Promise<NativeConnection> {
  const connection = await NativeConnection.connect(options);
  try {
    await prepare(connection);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return connection;
}

// The SDK names this error, and does not export its class.
function isAway(error: unknown): error is Error {
  return isTemporalAway(error) || (error instanceof Error && error.name === 'TransportError');
}

/** Shortens the debug text of the SDK's transport to words that people can act on. */
function reasonOf(error: Error): string {
  const { message } = error;
  if (/ConnectionRefused|ECONNREFUSED/.test(message)) return 'connection refused';
  if (/dns error|failed to lookup|ENOTFOUND|EAI_/i.test(message)) return 'no such host';
  if (/certificate|tls|ssl/i.test(message)) return 'TLS failed: check the TEMPORAL_TLS variables';
  if (/timed? ?out|deadline|elapsed/i.test(message)) return 'no answer in time';
  return 'no answer';
}
