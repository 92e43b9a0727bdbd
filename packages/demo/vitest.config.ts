export { packageTests as default } from '../../vitest.config.ts';
