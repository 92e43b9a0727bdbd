import { messageSuite } from '../index.ts';
import { startTinyCarrier } from './tiny-carrier.ts';
import * as module from './tiny-sms.ts';

messageSuite({
  module,
  start: async () => ({ ...startTinyCarrier(), to: '+14155550100' }),
  failures: { 'carrier is down': { code: 'provider_unavailable', arrange: (carrier) => carrier.stopProvider() } },
});
