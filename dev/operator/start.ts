import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOperator } from './app.js';

/** A stand-in operator that listens. */
export interface RunningOperator {
  /** `http://127.0.0.1:{port}`, without a slash at its end. */
  readonly url: string;
  /** Stops listening; requests that are under way get `drainMs` (0 unless given) to finish, then are cut off. */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

/**
 * Starts a stand-in operator on 127.0.0.1; port 0 takes a free one. Each has a state of its own.
 * Rejects with the system's error (`EADDRINUSE`) when the port is taken.
 */
export async function startOperator(options: { readonly port: number }): Promise<RunningOperator> {
  const server = createServer(createOperator());
  // A client that reuses a socket just as it is closed sees a reset that no fault asked for.
  server.keepAliveTimeout = 120_000;
  server.on('request', (_request, response) => {
    // Node closes idle connections when it stops to listen, not those that become idle afterwards.
    response.once('close', () => {
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  async function stop(drainMs: number): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    const cutOff = setTimeout(() => server.closeAllConnections(), drainMs);
    await closed;
    clearTimeout(cutOff);
  }

  let stopped: Promise<void> | undefined;
  const close = ({ drainMs = 0 }: { readonly drainMs?: number } = {}): Promise<void> => (stopped ??= stop(drainMs));
  return { url: `http://127.0.0.1:${port}`, close };
}
