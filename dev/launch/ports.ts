import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { SetupError } from '../setup-error.js';

const HOST = '127.0.0.1';

/** Returns a port of 127.0.0.1 that is free at this moment. */
export async function freePort(): Promise<number> {
  return listenOnce(0);
}

/** Returns a free port of 127.0.0.1 between 20000 and 32767, below those that systems give out by themselves. */
export async function freeLowPort(): Promise<number> {
  for (let triesLeft = 50; ; triesLeft -= 1) {
    try {
      return await listenOnce(randomInt(20_000, 32_768));
    } catch (error) {
      if (triesLeft === 0) throw error;
    }
  }
}

/**
 * Throws a SetupError if a port of 127.0.0.1 is in use. `variable` is the environment variable that chooses the port,
 * `what` is its user.
 */
export async function requireFreePort(port: number, variable: string, what: string): Promise<void> {
  try {
    await listenOnce(port);
  } catch (error) {
    throw portNotFree(error, port, variable, what);
  }
}

/** Returns the sentence for a port that can't be opened. */
export function portNotFree(error: unknown, port: number, variable: string, what: string): SetupError {
  return new SetupError(
    `Port ${port}, which ${what} needs, is not free (${codeOf(error)}): stop what uses it, or set ${variable} ` +
      `to another port.`,
  );
}

/**
 * Reads a port number from an environment variable; unset or empty gives the default. Throws a SetupError for anything
 * but a whole number from 1 to 65535.
 */
export function portFrom(env: NodeJS.ProcessEnv, variable: string, byDefault: number): number {
  const text = env[variable];
  if (text === undefined || text === '') return byDefault;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new SetupError(`${variable} must be a port number from 1 to 65535, not "${text}".`);
}

async function listenOnce(port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : port;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
