import type { SocialSession } from '@jackfield/connector-kit';
import { type Canaries, configurationSuite, leakSuite, packageSuite, socialSuite } from '@jackfield/connector-test-kit';
import {
  demoPeople,
  type Person,
  startOidcProvider,
  startScriptedProvider,
  type Variant,
  type VariantName,
} from '@jackfield/connector-test-kit/oidc';
import { createRuntime } from '@jackfield/egress';
import { onTestFinished } from 'vitest';
import * as module from './index.ts';

const redirectUri = 'https://app.example.test/callback';
const secret = { method: 'client_secret_basic', clientSecret: 'a-secret' } as const;
const minimal = { issuer: 'https://id.example.test', clientId: 'a-client', clientAuthentication: secret };

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [
    minimal,
    { ...minimal, clientAuthentication: { method: 'none' } },
    {
      ...minimal,
      clientAuthentication: { method: 'private_key_jwt', privateKey: 'pem', algorithm: 'ES256', keyId: 'key' },
      scope: 'openid email offline_access',
      endpoints: {
        authorizationEndpoint: 'https://id.example.test/authorize?tenant=1',
        tokenEndpoint: 'https://id.example.test/token',
        userinfoEndpoint: 'https://id.example.test/me',
        jwksUri: 'https://id.example.test/keys',
        revocationEndpoint: 'https://id.example.test/revoke',
        endSessionEndpoint: 'http://localhost:3000/end',
      },
      tenants: { kind: 'listed', tenantIds: ['11111111-1111-4111-8111-111111111111'] },
      idTokenAlgorithms: ['ES256'],
      userInfo: 'always',
      claims: {
        id: 'oid',
        email: 'mail',
        emailVerified: 'mail_ok',
        phone: 'tel',
        phoneVerified: 'tel_ok',
        name: 'nick',
        avatar: 'image',
      },
      treatEmailAsVerified: true,
      authorizationParameters: { acr_values: 'strong', domain_hint: 'example.test' },
      maxAge: 0,
      responseMode: 'form_post',
      withoutPkce: true,
      withoutNonce: true,
    },
    { ...minimal, tenants: { kind: 'any' } },
  ],
  invalid: [
    { config: { ...minimal, issuer: 'http://id.example.test' }, fields: ['issuer'] },
    { config: { ...minimal, issuer: 'https://id.example.test?x=1', clientId: '' }, fields: ['issuer', 'clientId'] },
    {
      config: { ...minimal, clientAuthentication: { method: 'none', clientSecret: 'x' } },
      fields: ['clientAuthentication.clientSecret'],
    },
    { config: { ...minimal, scope: 'profile', maxAge: -1 }, fields: ['scope', 'maxAge'] },
    { config: { ...minimal, idTokenAlgorithms: ['HS256'] }, fields: ['idTokenAlgorithms[0]'] },
    { config: { ...minimal, authorizationParameters: { state: 'x' } }, fields: ['authorizationParameters.state'] },
    { config: { ...minimal, endpoints: { jwksUri: 'file:///etc/passwd' } }, fields: ['endpoints.jwksUri'] },
    { config: { ...minimal, tenants: { kind: 'listed', tenantIds: [] } }, fields: ['tenants.tenantIds'] },
  ],
  secrets: ['clientAuthentication.clientSecret', 'clientAuthentication.privateKey'],
});

const createTestRuntime = () => createRuntime({ egress: { privateHosts: ['127.0.0.1'], timeout: 1000 } });

socialSuite({
  module,
  start: async () => {
    const provider = await startOidcProvider({ redirectUris: [redirectUri], refreshTokens: 'always' });
    const runtime = createTestRuntime();
    const config = {
      issuer: provider.issuer,
      clientId: provider.clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret: provider.clientSecret },
      scope: 'openid profile email offline_access',
    };
    const userOf = ({ sub, name, picture }: Person) => ({
      id: sub,
      issuer: provider.issuer,
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

/** A sign-in at a provider with these variants, every secret a canary, up to what becomes of the callback. */
const signIn =
  (variants: readonly (VariantName | Variant)[], change: (callback: URLSearchParams) => void = () => {}) =>
  async (canaries: Canaries) => {
    const clientSecret = canaries.secret('client secret');
    const provider = await startScriptedProvider({ clientSecret, algorithm: 'ES256' });
    const runtime = createTestRuntime();
    onTestFinished(async () => {
      await provider.close();
      await runtime.close();
    });
    const { issuer, clientId } = provider;
    const clientAuthentication = { method: 'client_secret_post', clientSecret } as const;
    const connector = await module.createOidcStandard({
      config: { issuer, clientId, clientAuthentication, userInfo: 'always' },
      runtime,
    });
    let session: SocialSession | undefined;
    const url = await connector.getAuthorizationUri({ redirectUri }, (stored) => {
      session = stored;
    });
    provider.use(...variants);
    const callback = (await provider.callbackFor(url)).searchParams;
    change(callback);
    return connector.getUserInfo(callback, () => session);
  };

const echo = (canaries: Canaries): Variant => ({
  description: 'An error that holds a canary.',
  callback: (parameters) =>
    new URLSearchParams({
      error: 'server_error',
      error_description: canaries.text('description'),
      state: parameters.get('state') ?? '',
      iss: parameters.get('iss') ?? '',
    }),
});

leakSuite({
  module,
  provoke: {
    invalid_config: [
      async (canaries) =>
        module.createOidcStandard({
          config: { clientAuthentication: { clientSecret: canaries.secret('client secret') } } as never,
        }),
      signIn(['token/invalid-client']),
    ],
    invalid_request_parameters: signIn(['callback/code-duplicated']),
    session_invalid: signIn([], (callback) => callback.set('state', 'another')),
    authorization_failed: async (canaries) => signIn([echo(canaries)])(canaries),
    social_auth_code_invalid: signIn(['token/error-echoes-request']),
    social_invalid_id_token: [
      signIn(['id-token/bad-signature']),
      signIn(['id-token/nonce-wrong']),
      signIn(['id-token/aud-other']),
      signIn(['id-token/garbage']),
    ],
    social_invalid_access_token: signIn(['userinfo/status-401']),
    invalid_response: [signIn(['token/html']), signIn(['userinfo/sub-other']), signIn(['userinfo/jwt-bad-signature'])],
    egress_refused: async (canaries) =>
      (
        await module.createOidcStandard({
          config: {
            issuer: 'https://192.168.7.7',
            clientId: 'a-client',
            clientAuthentication: { method: 'client_secret_post', clientSecret: canaries.secret('client secret') },
          },
        })
      ).getAuthorizationUri({ redirectUri }, () => {}),
    provider_unavailable: [signIn(['token/status-503']), signIn(['token/dropped'])],
    rate_limit_exceeded: signIn(['token/status-429']),
  },
  diagnose: async (canaries) => {
    const clientSecret = canaries.secret('client secret');
    const provider = await startScriptedProvider({ clientSecret, algorithm: 'ES256' });
    const runtime = createTestRuntime();
    onTestFinished(async () => {
      await provider.close();
      await runtime.close();
    });
    provider.use('token/error-echoes-request');
    const clientAuthentication = { method: 'client_secret_post', clientSecret } as const;
    const config = { issuer: provider.issuer, clientId: provider.clientId, clientAuthentication };
    return (await module.createOidcStandard({ config, runtime })).diagnose();
  },
});
