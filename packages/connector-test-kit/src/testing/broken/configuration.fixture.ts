import { describe } from 'vitest';
import { configurationSuite } from '../../index.ts';
import { startTinyProvider } from '../tiny-provider.ts';
import { brokenConfigurations } from './configuration.ts';

const { config } = startTinyProvider();

for (const [fault, { module }] of Object.entries(brokenConfigurations)) {
  describe(`configuration: ${fault}`, () =>
    configurationSuite({
      module,
      valid: [config],
      invalid: [
        { config: { clientId: 1, origin: 'http://provider.test' }, fields: ['clientId', 'clientSecret', 'origin'] },
      ],
      secrets: ['clientSecret'],
    }));
}
