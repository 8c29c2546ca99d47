import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createOperator } from './app.js';

/** A running stand-in operator. */
export interface RunningOperator {
  /** `http://127.0.0.1:{port}`, without a final slash. */
  readonly url: string;
  /** Stops listening. Requests under way get `drainMs` (0 by default) to finish, then are cut off. */
  close(options?: { readonly drainMs?: number }): Promise<void>;
}

/**
 * Starts a stand-in operator on 127.0.0.1; port 0 takes a free one. Each has its own state. Rejects with the system's
 * error (`EADDRINUSE`) if the port is taken.
 */
export async function startOperator(options: { readonly port: number }): Promise<RunningOperator> {
  const server = createServer(createOperator());
  // A client that reuses a socket while it closes sees a reset that no fault asked for.
  server.keepAliveTimeout = 120_000;
  server.on('request', (_request, response) => {
    // When Node stops listening, it closes idle connections, but not those that become idle later.
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
