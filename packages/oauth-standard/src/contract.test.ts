import type { SocialSession } from '@jackfield/connector-kit';
import { type Canaries, configurationSuite, leakSuite, packageSuite, socialSuite } from '@jackfield/connector-test-kit';
import { type OAuthVariantName, oauthPeople, startOAuthProvider } from '@jackfield/connector-test-kit/oauth';
import type { Variant } from '@jackfield/connector-test-kit/oidc';
import { onTestFinished } from 'vitest';
import * as module from './index.ts';
import { configFor, createTestRuntime, redirectUri } from './testing/harness.ts';

const secret = { method: 'client_secret_basic', clientSecret: 'a-secret' } as const;
const minimal = {
  clientId: 'a-client',
  clientAuthentication: secret,
  authorizationEndpoint: 'https://id.example.test/authorize',
  tokenEndpoint: 'https://id.example.test/token',
  userInfo: { endpoint: 'https://id.example.test/me' },
  profile: { id: 'id' },
};

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [
    minimal,
    { ...minimal, clientAuthentication: { method: 'none' }, issuer: { url: 'https://id.example.test' } },
    {
      ...minimal,
      clientAuthentication: { method: 'private_key_jwt', privateKey: 'pem', algorithm: 'ES256', keyId: 'key' },
      authorizationEndpoint: 'https://id.example.test/authorize?tenant=1',
      tokenEndpoint: 'http://localhost:3000?tenant=1',
      refreshEndpoint: 'https://id.example.test/refresh',
      revocationEndpoint: 'https://id.example.test/revoke',
      issuer: { url: 'https://id.example.test/tenant', inCallback: 'required' },
      scope: 'identity identity[email] https://id.example.test/scopes/all',
      userInfo: {
        endpoint: 'https://id.example.test/@me?fields[user]=email',
        method: 'POST',
        accessToken: { in: 'header', scheme: 'OAuth' },
      },
      profile: {
        id: 'data.0.id',
        email: 'data.0.mail.address',
        emailVerified: 'data.0.mail.ok',
        phone: 'tel',
        phoneVerified: 'tel_ok',
        name: 'nick',
        avatar: 'https://cdn.example.test/{data.0.id}.png',
      },
      treatEmailAsVerified: true,
      authorizationParameters: { audience: 'x', 'grant_options[]': 'per-user', states: 'x' },
      tokenParameters: { resource: 'x' },
      headers: { 'User-Agent': 'web:example:v1.0 (by /u/example)', 'X-Api-Version': '2' },
      tokenErrors: { '36009': 'invalid_grant', bad_client: 'invalid_client' },
      withoutPkce: true,
    },
    { ...minimal, userInfo: { endpoint: 'https://id.example.test/me', accessToken: { in: 'parameter', name: 'key' } } },
  ],
  invalid: [
    { config: { ...minimal, tokenEndpoint: 'http://id.example.test' }, fields: ['tokenEndpoint'] },
    { config: { ...minimal, authorizationEndpoint: 'https://id.example.test/#a' }, fields: ['authorizationEndpoint'] },
    { config: { ...minimal, issuer: { url: 'https://id.example.test?a' } }, fields: ['issuer.url'] },
    {
      config: { ...minimal, clientAuthentication: { method: 'none', clientSecret: 'x' } },
      fields: ['clientAuthentication.clientSecret'],
    },
    { config: { ...minimal, profile: { email: 'email' } }, fields: ['profile.id'] },
    { config: { ...minimal, profile: { id: '' }, scope: ' a' }, fields: ['profile.id', 'scope'] },
    {
      config: { ...minimal, userInfo: { endpoint: 'file:///etc/passwd', method: 'PUT' } },
      fields: ['userInfo.endpoint', 'userInfo.method'],
    },
    { config: { ...minimal, authorizationParameters: { state: 'x' } }, fields: ['authorizationParameters.state'] },
    { config: { ...minimal, tokenParameters: { Client_Secret: 'x' } }, fields: ['tokenParameters.Client_Secret'] },
    { config: { ...minimal, headers: { Authorization: 'x' } }, fields: ['headers.Authorization'] },
    { config: { ...minimal, tokenErrors: { x: 'magic' } }, fields: ['tokenErrors.x'] },
  ],
  secrets: ['clientAuthentication.clientSecret', 'clientAuthentication.privateKey'],
});

socialSuite({
  module,
  start: async () => {
    const provider = await startOAuthProvider();
    const runtime = createTestRuntime(1000);
    let isRunning = true;
    const stopProvider = async () => {
      if (isRunning) await provider.close();
      isRunning = false;
    };
    const config = { ...configFor(provider) };
    const personOf = ({ id, name, picture }: (typeof oauthPeople)[keyof typeof oauthPeople]) => ({
      id,
      issuer: provider.origin,
      name,
      avatar: picture,
    });
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

/** A connector to a fake, every secret a canary. */
async function start(canaries: Canaries) {
  const provider = await startOAuthProvider({ clientSecret: canaries.secret('client secret') });
  const runtime = createTestRuntime(1000);
  onTestFinished(async () => {
    await provider.close();
    await runtime.close();
  });
  const { clientSecret } = provider;
  const clientAuthentication = { method: 'client_secret_post', clientSecret } as const;
  const connector = await module.createOAuthStandard({
    config: configFor(provider, { clientAuthentication }),
    runtime,
  });
  return { provider, connector };
}

/** A sign-in at a provider with these variants, up to what becomes of the callback. */
const signIn =
  (variants: readonly (OAuthVariantName | Variant)[], change: (callback: URLSearchParams) => void = () => {}) =>
  async (canaries: Canaries) => {
    const { provider, connector } = await start(canaries);
    let session: SocialSession | undefined;
    const url = await connector.getAuthorizationUri({ redirectUri }, (stored) => {
      session = stored;
    });
    provider.use(...variants);
    const callback = (await provider.callbackFor(url)).searchParams;
    change(callback);
    return connector.getUserInfo(callback, () => session);
  };

/** A token endpoint whose error is an object that repeats what it was sent. */
const echoInObject: Variant = {
  description: 'An error that is an object and repeats the request.',
  answers: {
    token: (_answer, { clientSecret }, { form }) => ({
      status: 400,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ error: { code: 100, message: `${form.toString()} ${clientSecret}` } }),
    }),
  },
};

leakSuite({
  module,
  provoke: {
    invalid_config: [
      async (canaries) =>
        module.createOAuthStandard({
          config: { clientAuthentication: { clientSecret: canaries.secret('client secret') } } as never,
        }),
      signIn(['token/invalid-client']),
      signIn(['token/client-refused-without-words']),
    ],
    invalid_request_parameters: signIn(['callback/code-duplicated']),
    session_invalid: signIn([], (callback) => callback.set('state', 'another')),
    authorization_failed: [signIn(['callback/error-echoes-secret']), signIn([echoInObject])],
    social_auth_code_invalid: signIn(['token/error-echoes-request']),
    social_invalid_access_token: [signIn(['profile/error-echoes-token']), signIn(['userinfo/status-401'])],
    invalid_response: [signIn(['token/html']), signIn(['userinfo/html']), signIn(['profile/error-with-200'])],
    egress_refused: async (canaries) => {
      const config = {
        ...minimal,
        tokenEndpoint: 'https://192.168.7.7/token',
        clientAuthentication: { method: 'client_secret_post', clientSecret: canaries.secret('client secret') },
      } as const;
      return (await module.createOAuthStandard({ config })).getAccessTokenByRefreshToken(
        canaries.secret('refresh token'),
      );
    },
    not_implemented: async (canaries) =>
      (await module.createOAuthStandard({ config: minimal })).revokeToken(canaries.secret('token')),
    provider_unavailable: [signIn(['token/status-503']), signIn(['token/dropped'])],
    rate_limit_exceeded: [signIn(['token/status-429']), signIn(['profile/limit-403'])],
  },
  diagnose: async (canaries) => {
    const { provider, connector } = await start(canaries);
    provider.use('token/error-echoes-request', 'profile/error-echoes-token');
    return connector.diagnose();
  },
});
