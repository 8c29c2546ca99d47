import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks', // Temporal's native module and worker threads do not get on
    isolate: false, // loading Temporal's packages anew for each file would take a third of the time
    maxWorkers: Math.max(2, availableParallelism()), // many tests wait for timers more than they compute
    reporters: ['default', './test/support/summary-reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
