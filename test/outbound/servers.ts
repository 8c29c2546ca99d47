import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach } from 'vitest';

/** A server of a test's own, on 127.0.0.1. */
export interface TestServer {
  readonly port: number;
  /** All bytes that came in, of all connections. */
  readonly received: () => string;
  /** How many connections were opened. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** Serves HTTP with one listener for every request. */
export function serveHttp(listener: RequestListener): Promise<TestServer> {
  return listen(createHttpServer(listener));
}

/** Accepts connections and leaves them to `onConnection`. */
export function serveTcp(onConnection: (socket: Socket) => void): Promise<TestServer> {
  return listen(createTcpServer(onConnection));
}

/** Listens with a server of any kind that counts its connections; `everywhere`: on all addresses of this machine. */
export async function listen(server: Server, { everywhere = false } = {}): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let received = '';
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('data', (chunk: Buffer) => (received += chunk.toString('latin1')));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, everywhere ? undefined : '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received: () => received,
    connections: () => connections,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A port of 127.0.0.1 on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await serveTcp((socket) => socket.destroy());
  await server.close();
  return server.port;
}

/** Registers the close of servers at the end of each test of a file; returns what adds one to them. */
export function useServers(): (server: Promise<TestServer>) => Promise<TestServer> {
  const servers: TestServer[] = [];
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });
  return async (server) => {
    servers.push(await server);
    return server;
  };
}
