import { createServer, type RequestListener, type Server } from 'node:http';

/** A server that listens. */
export interface RunningServer {
  readonly port: number;
  /** Takes no new requests, lets those under way finish, and closes; after `limit` milliseconds it cuts them off. */
  drain(limit: number): Promise<void>;
}

/** Listens; throws one sentence when it can't. Port 0 takes any free one. */
export async function listen(app: RequestListener, port: number, host: string): Promise<RunningServer> {
  // Kept alive for longer than the minute of most load balancers, which would else reuse a connection as it closes.
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }, app);
  let draining = false;
  server.on('request', (_request, response) => {
    response.once('close', () => {
      // A connection that is kept alive would hold the server open for nothing.
      if (draining) setImmediate(() => server.closeIdleConnections());
    });
  });
  await bind(server, port, host);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    drain(limit) {
      draining = true;
      return close(server, limit);
    },
  };
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => {
      reject(new Error(sentence(error, port, host), { cause: error }));
    };
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      resolve();
    });
  });
}

function sentence(error: NodeJS.ErrnoException, port: number, host: string): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is in use: stop the program that has it, or set PORT to another.`;
  }
  if (error.code === 'EACCES') return `Port ${port} may not be used by this user: set PORT to one above 1023.`;
  return `Can't listen on ${host}:${port}: ${error.message}.`;
}

function close(server: Server, limit: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = setTimeout(() => server.closeAllConnections(), limit);
    server.close((error) => {
      clearTimeout(cut);
      if (error) reject(error);
      else resolve();
    });
  });
}
