import { describe } from 'vitest';
import { attackSuite } from '../../index.ts';
import { attackedConnectors } from './attack.ts';

for (const [fault, { options }] of Object.entries(attackedConnectors)) {
  describe(`attack: ${fault}`, () => attackSuite(options));
}
