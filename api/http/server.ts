import { createServer, type RequestListener, type Server } from 'node:http';

/** A listening server. */
export interface RunningServer {
  readonly port: number;
  /** Refuses new requests, lets open ones finish, then closes. Cuts them off after `limit` milliseconds. */
  drain(limit: number): Promise<void>;
}

/** Listens on a port; 0 takes any free one. Throws one sentence if it can't. */
export async function listen(app: RequestListener, port: number, host: string): Promise<RunningServer> {
  // Longer than the 60 s of most load balancers: otherwise they reuse a connection while it closes.
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }, app);
  let draining = false;
  server.on('request', (_request, response) => {
    response.once('close', () => {
      // An idle kept-alive connection would keep the server open.
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
    return `Port ${port} is in use: stop the program that uses it, or set PORT to another.`;
  }
  if (error.code === 'EACCES') return `This user must not listen on port ${port}: set PORT to one above 1023.`;
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
