import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    pool: 'threads',
    isolate: false,
    // For what hangs, not for what is slow: a test of seconds has taken half a minute beside other programs.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
