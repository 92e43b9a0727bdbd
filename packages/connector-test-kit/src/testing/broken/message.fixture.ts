import { describe } from 'vitest';
import { messageSuite } from '../../index.ts';
import { startTinyCarrier } from '../tiny-carrier.ts';
import { brokenMessageConnectors, brokenSmsConnectors } from './message.ts';

for (const [fault, { module }] of Object.entries(brokenMessageConnectors)) {
  describe(`message: ${fault}`, () =>
    messageSuite({
      module,
      start: async () => startTinyCarrier(),
      failures: { 'wrong token': { code: 'invalid_config', arrange: (carrier) => carrier.refuse(401) } },
    }));
}

for (const [fault, { module }] of Object.entries(brokenSmsConnectors)) {
  describe(`SMS: ${fault}`, () =>
    messageSuite({ module, start: async () => ({ ...startTinyCarrier(), to: '+14155550100' }), failures: {} }));
}
