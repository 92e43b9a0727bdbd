import { mergeConfig } from 'vitest/config';
import { packageTests } from '../../vitest.config.ts';

export default mergeConfig(packageTests, { test: { globalSetup: 'src/testing/global-setup.ts' } });
