/** One test command: unit tests run on the sources (`agon-source`); tests of workers and the CLI run `dist`. */
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['agon-source', ...defaultServerConditions] },
  ssr: { resolve: { conditions: ['agon-source', ...defaultServerConditions] } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
    pool: 'forks',
    // One for each CPU; by default one CPU is left idle, which is half of two.
    maxWorkers: '100%',
  },
});
