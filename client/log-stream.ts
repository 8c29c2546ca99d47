/**
 * Returns the stream for log lines, standard output. If nobody reads it any more, lines are lost and the process still
 * stops in good order. (pino's own destination retries a broken pipe without end at exit.)
 */
export function logStream(): NodeJS.WriteStream {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return process.stdout;
}
