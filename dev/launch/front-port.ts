import { createConnection, createServer, type Socket } from 'node:net';

const HOST = '127.0.0.1';

/** A port that stays the same while the process behind it is replaced. */
export interface FrontPort {
  /** Sends new connections to another port; open ones stay where they are. */
  pointTo(port: number): void;
  close(): Promise<void>;
}

/**
 * Listens on a port of 127.0.0.1 and forwards each connection. Closes connections that come before `pointTo` was
 * called, or while nothing listens behind.
 */
export async function openFrontPort(port: number): Promise<FrontPort> {
  let target: number | null = null;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    if (target === null) {
      socket.destroy();
      return;
    }
    join(socket, createConnection(target, HOST), open);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  return {
    pointTo: (next) => {
      target = next;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/**
 * Connects two sockets. If one breaks, the other is broken, too. A side that has finished sending still gets the
 * answer.
 */
function join(near: Socket, far: Socket, open: Set<Socket>): void {
  near.allowHalfOpen = true;
  far.allowHalfOpen = true;
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    open.add(socket);
    socket.setNoDelay(true);
    socket.once('error', () => other.destroy());
    socket.once('close', () => {
      open.delete(socket);
      other.destroy();
    });
    socket.pipe(other);
  }
}
