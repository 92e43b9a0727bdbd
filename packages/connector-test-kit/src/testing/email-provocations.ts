import type { ConnectorModule, EmailConnector, SmsConnector } from '@jackfield/connector-kit';
import { createMessageConnector } from '../suites/create-connector.ts';
import type { Canaries } from '../suites/leak/canaries.ts';
import type { LeakSuiteOptions } from '../suites/leak/suite.ts';
import { startTinyCarrier } from './tiny-carrier.ts';

/** Ways to provoke each error of the tiny e-mail connector, with canaries planted. */
export function provocations(module: ConnectorModule): Pick<LeakSuiteOptions, 'provoke' | 'diagnose' | 'skip'> {
  const start = async (canaries: Canaries) => {
    const carrier = startTinyCarrier();
    const config = { ...carrier.config, token: canaries.secret('token') };
    return { carrier, config, connector: await createMessageConnector(module, { config, runtime: carrier.runtime }) };
  };
  /** The carrier refuses, and echoes what it was sent. */
  const refused = (status: number) => async (canaries: Canaries) => {
    const { connector, carrier, config } = await start(canaries);
    carrier.refuse(status, `${config.token} is not welcome: ${canaries.text('reason')}`);
    return send(connector, carrier.to, canaries);
  };
  return {
    provoke: {
      invalid_config: refused(401),
      invalid_request_parameters: async (canaries) => {
        const { connector } = await start(canaries);
        return send(connector, `${canaries.text('local part')}@`, canaries);
      },
      recipient_refused: refused(422),
      rate_limit_exceeded: refused(429),
      delivery_failed: refused(500),
      delivery_unknown: refused(504),
      provider_unavailable: async (canaries) => {
        const { connector, carrier } = await start(canaries);
        await carrier.stopProvider();
        return send(connector, carrier.to, canaries);
      },
    },
    diagnose: async (canaries) => (await start(canaries)).connector.diagnose(),
    skip: { 'raises egress_refused without a leak': 'a network in memory has no policy' },
  };
}

function send(connector: EmailConnector | SmsConnector, to: string, canaries: Canaries): Promise<unknown> {
  return connector.sendMessage({ to, type: 'SignIn', payload: { code: canaries.secret('verification code') } });
}
