import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

const CONNECT_TIMEOUT = 5_000;

/** What is known of a request's connection; changes as it goes on. */
export interface Connection {
  /** Whether a byte of the request may have left. */
  written: boolean;
  /** Why the watch itself broke the request off. */
  brokenOff: 'late' | 'connect-timeout' | null;
}

/**
 * Watches a request that has just been created: breaks it off when its connection takes longer than 5 s (DNS, TCP and
 * TLS), or when its deadline has passed at the moment at which the first byte would be written. That last look is for a
 * process that was frozen meanwhile, whose timers have not run yet.
 * @param deadline epoch milliseconds
 */
export function watchConnection(
  request: ClientRequest,
  secure: boolean,
  deadline: number,
  now: () => number,
): Connection {
  const connection: Connection = { written: false, brokenOff: null };

  function breakOff(why: NonNullable<Connection['brokenOff']>): void {
    connection.brokenOff = why;
    request.destroy(new Error(why));
  }

  function aboutToWrite(): void {
    if (now() >= deadline) breakOff('late');
    else connection.written = true;
  }

  request.once('socket', (socket: Socket) => {
    if (request.reusedSocket || !socket.connecting) {
      aboutToWrite();
      return;
    }
    const timer = setTimeout(() => breakOff('connect-timeout'), CONNECT_TIMEOUT);
    // Before the listener with which Node flushes what was written so far.
    socket.prependOnceListener(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      aboutToWrite();
    });
    request.once('close', () => clearTimeout(timer));
  });
  return connection;
}
