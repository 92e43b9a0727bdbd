import { configurationSuite, leakSuite, packageSuite, socialSuite } from '@jackfield/connector-test-kit';
import { type OAuthPerson, oauthPeople, startOAuthProvider } from '@jackfield/connector-test-kit/oauth';
import * as module from './index.ts';
import { configFor, connectTo, createTestRuntime, redirectUri, signIn } from './testing/harness.ts';

const minimal = { clientId: 'a-client', clientSecret: 'a-secret' };
const endpoints = {
  authorization: 'https://id.example.test/authorize?tenant=1',
  token: 'https://id.example.test/token',
  userInfo: 'http://localhost:3000/me',
};

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [minimal, { ...minimal, scope: 'profile', endpoints }],
  invalid: [
    { config: { clientId: '', clientSecret: 7 }, fields: ['clientId', 'clientSecret'] },
    { config: { ...minimal, scope: ' a' }, fields: ['scope'] },
    { config: { ...minimal, endpoints: { ...endpoints, token: 'http://a.test' } }, fields: ['endpoints.token'] },
    { config: { ...minimal, endpoints: {} }, fields: ['authorization', 'token', 'userInfo'].map(inEndpoints) },
  ],
  secrets: ['clientSecret'],
});

socialSuite({
  module,
  start: async () => {
    const provider = await startOAuthProvider();
    const runtime = createTestRuntime();
    let isRunning = true;
    const stopProvider = async () => {
      if (isRunning) await provider.close();
      isRunning = false;
    };
    const config = { ...configFor(provider) };
    const personOf = ({ id, name, picture }: OAuthPerson) => ({ id, issuer: provider.origin, name, avatar: picture });
    return {
      config,
      otherConfig: { ...config, clientId: 'another-client' },
      runtime,
      redirectUri,
      people: {
        verified: { ...personOf(oauthPeople.verified), email: oauthPeople.verified.email },
        unverified: { ...personOf(oauthPeople.unverified), unverifiedEmail: oauthPeople.unverified.email },
      },
      signIn: async (url, person) => provider.callbackFor(url, oauthPeople[person]),
      tokenRequests: () => provider.calls.token,
      stopProvider,
      close: async () => {
        await stopProvider();
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
    social_invalid_access_token: [signIn(['profile/error-echoes-token']), signIn(['userinfo/status-401'])],
    invalid_response: [signIn(['token/html']), signIn(['userinfo/html']), signIn(['profile/id-missing'])],
    egress_refused: async (canaries) => {
      const inside = { ...endpoints, token: 'https://192.168.7.7/token' };
      const config = { ...minimal, clientSecret: canaries.secret('client secret'), endpoints: inside };
      return (await module.createSpecimen({ config })).getAccessTokenByRefreshToken(canaries.secret('refresh token'));
    },
    provider_unavailable: [signIn(['token/status-503']), signIn(['token/dropped'])],
    rate_limit_exceeded: [signIn(['token/status-429']), signIn(['profile/limit-403'])],
  },
  diagnose: async (canaries) => {
    const { provider, connector } = await connectTo(canaries);
    provider.use('token/error-echoes-request', 'profile/error-echoes-token');
    return connector.diagnose();
  },
});

function inEndpoints(name: string): string {
  return `endpoints.${name}`;
}
