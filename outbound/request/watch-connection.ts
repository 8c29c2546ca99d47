import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { TargetGuard } from './target-guard.js';

const CONNECT_TIMEOUT = 5_000;

/** The connection was closed by the other end. */
class ConnectionGone extends Error {
  readonly code = 'ECONNRESET';
}

/** State of a request's connection; changes while the request runs. */
export interface Connection {
  /** True if a byte of the request might have left. */
  written: boolean;
  /** Reason for which the watch ended the request. */
  brokenOff: 'late' | 'connect-timeout' | null;
}

/** Settings of a watch. */
export interface Watch {
  readonly secure: boolean;
  readonly guard: TargetGuard;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly now: () => number;
}

/**
 * Watches a request that has just been created: breaks it off when its connection takes longer than 5 s (DNS, TCP and
 * TLS); when the address at its other end, at the moment at which the first byte would be written, is none that it may
 * reach; or when its deadline has passed at that moment. That last look is for a process that was frozen meanwhile,
 * whose timers have not run yet.
 */
export function watchConnection(request: ClientRequest, { secure, guard, deadline, now }: Watch): Connection {
  const connection: Connection = { written: false, brokenOff: null };

  function breakOff(why: NonNullable<Connection['brokenOff']>): void {
    connection.brokenOff = why;
    request.destroy(new Error(why));
  }

  function aboutToWrite({ remoteAddress }: Socket): void {
    const refused = remoteAddress === undefined ? new ConnectionGone() : guard.refusalOf(remoteAddress);
    if (refused !== null) request.destroy(refused);
    else if (now() >= deadline) breakOff('late');
    else connection.written = true;
  }

  request.once('socket', (socket: Socket) => {
    if (request.reusedSocket || !socket.connecting) {
      aboutToWrite(socket);
      return;
    }
    const timer = setTimeout(() => breakOff('connect-timeout'), CONNECT_TIMEOUT);
    // Before the listener with which Node flushes what was written so far.
    socket.prependOnceListener(secure ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      aboutToWrite(socket);
    });
    request.once('close', () => clearTimeout(timer));
  });
  return connection;
}
