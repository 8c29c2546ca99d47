import { createProgram } from './program.js';

// `destination list | head -1` closes the pipe early.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

createProgram({
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
  environment: process.env,
})
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
