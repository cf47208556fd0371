import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    // Real servers are launched by integration tests: ejabberd alone takes up to 2 s to start.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
