import type { ConnectorModule, SocialConnector, SocialSession } from '@jackfield/connector-kit';
import { createSocialConnector } from '../suites/create-connector.ts';
import type { Canaries } from '../suites/leak/canaries.ts';
import type { LeakSuiteOptions } from '../suites/leak/suite.ts';
import { startTinyProvider } from './tiny-provider.ts';

/** Ways to provoke each error of the tiny social connector, with canaries planted. */
export function provocations(module: ConnectorModule): Pick<LeakSuiteOptions, 'provoke' | 'diagnose' | 'skip'> {
  const start = async (canaries: Canaries) => {
    const provider = startTinyProvider();
    const config = { ...provider.config, clientSecret: canaries.secret('client secret') };
    return { provider, config, connector: await createSocialConnector(module, { config, runtime: provider.runtime }) };
  };
  const redirectUri = 'https://app.test/callback';
  const finish = async (connector: SocialConnector, parameters: Record<string, string>, isStored = true) => {
    const sessions: SocialSession[] = [];
    await connector.getAuthorizationUri({ redirectUri, state: 'a-state' }, (stored) => sessions.push(stored));
    return connector.getUserInfo({ state: 'a-state', ...parameters }, () => (isStored ? sessions[0] : undefined));
  };
  /** The provider refuses, and echoes what it was sent. */
  const refused = (error: string, status: number) => async (canaries: Canaries) => {
    const { connector, provider, config } = await start(canaries);
    const code = canaries.secret('code');
    const description = `${canaries.text('description')} ${code} ${config.clientSecret}`;
    provider.refuseTokens({ error, error_description: description }, status);
    return finish(connector, { code });
  };

  return {
    provoke: {
      invalid_config: [
        async (canaries) =>
          createSocialConnector(module, { config: { clientSecret: [canaries.secret('client secret')] } }),
        refused('invalid_client', 401),
      ],
      invalid_request_parameters: async (canaries) => finish((await start(canaries)).connector, {}),
      session_invalid: async (canaries) =>
        finish((await start(canaries)).connector, { code: canaries.secret('code') }, false),
      authorization_failed: async (canaries) =>
        finish((await start(canaries)).connector, { error: 'denied', error_description: canaries.text('description') }),
      social_auth_code_invalid: refused('invalid_grant', 400),
      social_invalid_access_token: async (canaries) =>
        (await start(canaries)).connector.getAccessTokenByRefreshToken?.(canaries.secret('refresh token')),
      rate_limit_exceeded: refused('slow_down', 429),
      invalid_response: async (canaries) => {
        const { connector, provider } = await start(canaries);
        provider.refuseTokens({ token: canaries.secret('token') }, 200);
        return finish(connector, { code: canaries.secret('code') });
      },
      provider_unavailable: async (canaries) => {
        const { connector, provider } = await start(canaries);
        await provider.stopProvider();
        return finish(connector, { code: canaries.secret('code') });
      },
    },
    diagnose: async (canaries) => (await start(canaries)).connector.diagnose(),
    skip: { 'raises egress_refused without a leak': 'a network in memory has no policy' },
  };
}
