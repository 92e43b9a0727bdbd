import { configurationSuite, leakSuite, packageSuite, socialSuite } from '../../../index.ts';
import { startTinyProvider } from '../../tiny-provider.ts';
import * as module from './index.ts';
import { provocations } from '../../social-provocations.ts';

const { config } = startTinyProvider();

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [config],
  invalid: [
    { config: { clientId: 1, origin: 'http://provider.test' }, fields: ['clientId', 'clientSecret', 'origin'] },
  ],
  secrets: ['clientSecret'],
});

socialSuite({ module, start: async () => startTinyProvider() });

leakSuite({ module, ...provocations(module) });
