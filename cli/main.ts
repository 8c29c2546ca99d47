import { createProgram } from './program.js';

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
