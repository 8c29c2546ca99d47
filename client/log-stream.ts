/**
 * Where a process writes its log lines: its standard output. Once nobody reads that any more, lines are lost and the
 * process goes on, to stop in good order. (pino's own destination tries a broken pipe again for ever at the exit.)
 */
export function logStream(): NodeJS.WriteStream {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return process.stdout;
}
