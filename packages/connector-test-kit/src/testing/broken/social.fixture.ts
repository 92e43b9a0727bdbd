import { describe } from 'vitest';
import { socialSuite } from '../../index.ts';
import { startTinyProvider } from '../tiny-provider.ts';
import { brokenSocialConnectors } from './social.ts';

for (const [fault, { module }] of Object.entries(brokenSocialConnectors)) {
  describe(`social: ${fault}`, () => socialSuite({ module, start: async () => startTinyProvider() }));
}
