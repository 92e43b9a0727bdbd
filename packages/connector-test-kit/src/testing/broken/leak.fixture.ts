import { describe } from 'vitest';
import { leakSuite } from '../../index.ts';
import { provocations } from '../social-provocations.ts';
import { leakingConnectors } from './leak.ts';

for (const [fault, { module }] of Object.entries(leakingConnectors)) {
  describe(`leak: ${fault}`, () => leakSuite({ module, ...provocations(module) }));
}
