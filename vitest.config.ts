import { availableParallelism } from 'node:os';
import { defineConfig, defineProject } from 'vitest/config';

/** What every package's `vitest.config.ts` exports: sources run without a build. */
export const packageTests = defineProject({
  ssr: { resolve: { conditions: ['@jackfield/source', 'node'] } },
  test: {
    include: ['src/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // By default, one processor is left free: half of a machine that has two. Half of the time, tests wait for servers. What
    // the root sets does not reach the projects.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
  },
});

export default defineConfig({ test: { projects: ['packages/*/vitest.config.ts'] } });
