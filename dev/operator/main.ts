import { startOperator, type RunningOperator } from './start.js';

const DRAIN_MS = 5_000;

const { OPERATOR_PORT = '8090' } = process.env;
const port = /^\d{1,5}$/.test(OPERATOR_PORT) ? Number(OPERATOR_PORT) : NaN;

try {
  if (!(port <= 65_535)) throw new RangeError(`OPERATOR_PORT must be 0 to 65535, not "${OPERATOR_PORT}"`);
  const operator = await startOperator({ port });
  process.stdout.write(`${JSON.stringify({ level: 'info', msg: 'operator listening', url: operator.url })}\n`);
  drainOnSignal(operator);
} catch (error) {
  process.stderr.write(`${sentence(error)}\n`);
  process.exitCode = 1;
}

/** Drains on the first signal. A second one ends the process immediately. */
function drainOnSignal(operator: RunningOperator): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void operator.close({ drainMs: DRAIN_MS }));
  }
}

function sentence(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use: stop what listens there, or set OPERATOR_PORT to a free one.`;
  if (code === 'EACCES') return `Port ${port} can't be opened by this user: set OPERATOR_PORT to one above 1023.`;
  return `The operator could not start: ${error instanceof Error ? error.message : String(error)}`;
}
