import type { TinySocialConfig } from './config.ts';

/** The same as `config-template.json`. */
export const configTemplate: TinySocialConfig = {
  clientId: 'my-client',
  clientSecret: 'my-secret',
  origin: 'https://provider.test',
};
