import { defineConfig } from 'vitest/config';

/** `npm run cluster`: what must hold on a cluster with PostgreSQL too, besides the tests of the cluster itself. */
export default defineConfig({
  test: {
    include: [
      'test/cluster/**/*.cluster.ts',
      'test/fast-path/**/*.fast.ts',
      'test/end-to-end/canary.test.ts',
      'test/faults/{handed-over,killed,reset}.test.ts',
      'test/worker/{brand-workers,limited-destinations}.test.ts',
      'test/client/{attention,events,holds,limits,redo,rules,runs}/**/*.test.ts',
      'test/client/temporal/{namespace,refused}.test.ts',
      'test/workflows/bulk/**/*.test.ts',
    ],
    exclude: [
      'test/client/rules/{own-events,sample-rules}.test.ts', // about rules as workflows, which take the fast path here
      'test/client/{events/{plan-event,reason-codes},limits/batches,rules/plan-rules}.test.ts', // need no Temporal
    ],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    reporters: ['default', './test/support/summary-reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
