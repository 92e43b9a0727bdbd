import { availableParallelism } from 'node:os';
import { defineConfig, defineProject } from 'vitest/config';

/** What every package's `vitest.config.ts` exports: sources run without a build. */
export const packageTests = defineProject({
  ssr: { resolve: { conditions: ['@jackfield/source', 'node'] } },
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});

export default defineConfig({
  // By default, one processor is left free: half of a machine that has two. Nearly half of the time, tests wait for servers.
  test: { projects: ['packages/*/vitest.config.ts'], maxWorkers: Math.ceil(availableParallelism() * 1.5) },
});
