import { parseConnectorModule } from '@jackfield/connector-kit';
import { expect } from 'vitest';
import type { Cases } from '../define-suite.ts';
import type { PackageContext } from './suite.ts';

/** What `import('@jackfield/…')` gives. */
export const exportCases = {
  'exports what the contract names': ({ module }) => {
    expect(parseConnectorModule(module)).toBeTypeOf('object');
  },
  'exports its factory by name and by default': ({ module }) => {
    const factories = Object.entries(module).filter(([name]) => /^create[A-Z]/.test(name));
    expect(factories.map(([, factory]) => factory)).toContain(module.default);
  },
} as const satisfies Cases<PackageContext>;
