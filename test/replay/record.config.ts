import { defineConfig } from 'vitest/config';

/** `npm run record`: plays the scenarios of `record.ts` and stores their histories. */
export default defineConfig({
  test: {
    include: ['test/replay/record.ts'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks',
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
