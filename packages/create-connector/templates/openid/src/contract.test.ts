import { configurationSuite, leakSuite, packageSuite, socialSuite } from '@jackfield/connector-test-kit';
import { demoPeople, type Person, startOidcProvider } from '@jackfield/connector-test-kit/oidc';
import * as module from './index.ts';
import { connectTo, createTestRuntime, redirectUri, signIn } from './testing/harness.ts';

const minimal = { clientId: 'a-client', clientSecret: 'a-secret' };

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [minimal, { ...minimal, scope: 'openid email offline_access', issuer: 'https://id.example.test/tenant' }],
  invalid: [
    { config: { clientId: '', clientSecret: 7 }, fields: ['clientId', 'clientSecret'] },
    { config: { ...minimal, issuer: 'http://id.example.test' }, fields: ['issuer'] },
    { config: { ...minimal, issuer: 'https://id.example.test?a=1' }, fields: ['issuer'] },
    { config: { ...minimal, scope: 'profile' }, fields: ['scope'] },
  ],
  secrets: ['clientSecret'],
});

socialSuite({
  module,
  start: async () => {
    const provider = await startOidcProvider({ redirectUris: [redirectUri], refreshTokens: 'always' });
    const runtime = createTestRuntime();
    const { issuer, clientId, clientSecret } = provider;
    const config = { issuer, clientId, clientSecret, scope: 'openid profile email offline_access' };
    const userOf = ({ sub, name, picture }: Person) => ({
      id: sub,
      issuer,
      ...(name === undefined ? {} : { name }),
      ...(picture === undefined ? {} : { avatar: picture }),
    });
    const [ada, , mallory] = demoPeople;
    return {
      config,
      otherConfig: { ...config, clientId: 'another-client' },
      runtime,
      redirectUri,
      people: {
        verified: { ...userOf(ada), email: ada.email },
        unverified: { ...userOf(mallory), unverifiedEmail: mallory.email },
      },
      signIn: async (url, person) => provider.signIn(url, { sub: person === 'verified' ? ada.sub : mallory.sub }),
      tokenRequests: () => provider.requests.filter(({ path }) => path === '/token').length,
      stopProvider: async () => provider.close(),
      close: async () => {
        await provider.close();
        await runtime.close();
      },
    };
  },
});

leakSuite({
  module,
  provoke: {
    invalid_config: [
      async (canaries) =>
        module.createSpecimen({ config: { clientSecret: canaries.secret('client secret') } as never }),
      signIn(['token/invalid-client']),
    ],
    invalid_request_parameters: signIn(['callback/code-duplicated']),
    session_invalid: signIn([], (callback) => callback.set('state', 'another')),
    authorization_failed: signIn(['callback/error-echoes-secret']),
    social_auth_code_invalid: signIn(['token/error-echoes-request']),
    social_invalid_id_token: [signIn(['id-token/bad-signature']), signIn(['id-token/nonce-wrong'])],
    social_invalid_access_token: signIn(['userinfo/status-401']),
    invalid_response: [signIn(['token/html']), signIn(['userinfo/sub-other'])],
    egress_refused: async (canaries) => {
      const config = { ...minimal, clientSecret: canaries.secret('client secret'), issuer: 'https://192.168.7.7' };
      return (await module.createSpecimen({ config })).getAuthorizationUri({ redirectUri }, () => {});
    },
    provider_unavailable: [signIn(['token/status-503']), signIn(['token/dropped'])],
    rate_limit_exceeded: signIn(['token/status-429']),
  },
  diagnose: async (canaries) => {
    const { provider, connector } = await connectTo(canaries);
    provider.use('token/error-echoes-request');
    return connector.diagnose();
  },
});
