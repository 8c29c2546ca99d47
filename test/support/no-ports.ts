import type { Ports } from '../../workflows/contracts/ports.js';

const needsServer = () => Promise.reject(new Error('this needs a server'));

/** For tests without a server: no player has an open run, nothing is held, every report is awaited, and nothing else may be asked. */
export const NO_PORTS: Ports = {
  finder: { findOpenRuns: () => Promise.resolve([]) },
  limits: { reserve: needsServer, settle: needsServer },
  ownEvents: { announce: needsServer },
  callRuns: { start: needsServer, exists: () => Promise.resolve(false) },
  holds: { current: () => [], trip: needsServer },
  reporter: { process: 'test', report: () => Promise.resolve() },
  waker: { waiting: needsServer, signal: needsServer },
  destinationWaker: { waiting: needsServer, signal: needsServer },
  bulk: { find: needsServer, resolve: needsServer },
  earlier: { find: needsServer },
  awaited: { isAwaited: () => Promise.resolve(true) },
};
