import { defineConfig } from 'vitest/config';
import packageTests from '../../../vitest.config.ts';

/** Runs the suites on the broken connectors; these runs must fail, so they are apart from the package's own tests. */
export default defineConfig({
  ...packageTests,
  root: import.meta.dirname,
  test: { include: ['*.fixture.ts'], testTimeout: 10_000 },
});
