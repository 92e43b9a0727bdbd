import { configurationSuite, leakSuite, messageSuite, packageSuite } from '../../../index.ts';
import { provocations } from '../../email-provocations.ts';
import { startTinyCarrier } from '../../tiny-carrier.ts';
import * as module from './index.ts';

const { config } = startTinyCarrier();

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [config, { ...config, templates: [{ type: 'Generic', subject: 'Hello', content: 'Hello {{code}}' }] }],
  invalid: [
    { config: { token: 1, endpoint: 'http://mail.test' }, fields: ['token', 'endpoint', 'from'] },
    { config: { ...config, templates: [{ type: 'None' }] }, fields: ['templates[0].type', 'templates[0].subject'] },
  ],
  secrets: ['token'],
});

messageSuite({
  module,
  start: async () => startTinyCarrier(),
  failures: {
    'wrong token': { code: 'invalid_config', arrange: (carrier) => carrier.refuse(401) },
    'mailbox does not exist': { code: 'recipient_refused', arrange: (carrier) => carrier.refuse(422) },
    'too many mails': { code: 'rate_limit_exceeded', arrange: (carrier) => carrier.refuse(429) },
    'carrier fails': { code: 'delivery_failed', arrange: (carrier) => carrier.refuse(500) },
    'carrier loses the connection': { code: 'delivery_unknown', arrange: (carrier) => carrier.refuse(504) },
    'carrier is down': { code: 'provider_unavailable', arrange: (carrier) => carrier.stopProvider() },
  },
});

leakSuite({ module, ...provocations(module) });
