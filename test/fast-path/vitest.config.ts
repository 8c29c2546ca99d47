import { defineConfig } from 'vitest/config';

/** `npm run fast-path`: what needs a server with standalone activities. */
export default defineConfig({
  test: {
    include: ['test/fast-path/**/*.fast.ts'],
    globalSetup: 'test/support/global-setup.ts',
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
