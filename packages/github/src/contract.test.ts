import type { SocialSession } from '@jackfield/connector-kit';
import { type Canaries, configurationSuite, leakSuite, packageSuite, socialSuite } from '@jackfield/connector-test-kit';
import { type GithubVariant, type GithubVariantName, startGithub } from '@jackfield/connector-test-kit/github';
import { createRuntime } from '@jackfield/egress';
import * as module from './index.ts';
import { redirectUri, testGithub, testRuntime } from './testing/harness.ts';

const minimal = { clientId: 'Iv1.a-client', clientSecret: 'a-secret' };

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [
    minimal,
    { ...minimal, enterpriseUrl: 'https://github.example.test' },
    { ...minimal, enterpriseUrl: 'https://octocorp.ghe.com/' },
    { ...minimal, enterpriseUrl: 'http://localhost:3000', scope: '' },
    {
      ...minimal,
      enterpriseUrl: 'https://[2001:db8::1]:8443',
      scope: 'read:user user:email',
      allowSignup: false,
      allowedOrganizations: [
        { organization: 'acme' },
        { organization: 'Acme-2_corp', organizationId: '9007199254740993', teams: ['engineering', 'a.b_c'] },
      ],
    },
  ],
  invalid: [
    { config: { clientId: 'a:b', clientSecret: '' }, fields: ['clientId', 'clientSecret'] },
    { config: { ...minimal, enterpriseUrl: 'https://github.com' }, fields: ['enterpriseUrl'] },
    { config: { ...minimal, enterpriseUrl: 'https://api.github.com:443/' }, fields: ['enterpriseUrl'] },
    { config: { ...minimal, enterpriseUrl: 'https://GitHub.example.test' }, fields: ['enterpriseUrl'] },
    { config: { ...minimal, enterpriseUrl: 'https://github.example.test/api/v3' }, fields: ['enterpriseUrl'] },
    { config: { ...minimal, enterpriseUrl: 'https://user@github.example.test' }, fields: ['enterpriseUrl'] },
    { config: { ...minimal, enterpriseUrl: 'http://github.example.test' }, fields: ['enterpriseUrl'] },
    { config: { ...minimal, scope: 'two  spaces', allowSignup: 'no' }, fields: ['scope', 'allowSignup'] },
    { config: { ...minimal, allowedOrganizations: [] }, fields: ['allowedOrganizations'] },
    {
      config: { ...minimal, allowedOrganizations: [{ organization: '../..', organizationId: '0', teams: ['..'] }] },
      fields: [
        'allowedOrganizations[0].organization',
        'allowedOrganizations[0].organizationId',
        'allowedOrganizations[0].teams[0]',
      ],
    },
  ],
  secrets: ['clientSecret'],
});

socialSuite({
  module,
  start: async () => {
    const github = await startGithub({ app: 'github-app' });
    const runtime = createRuntime({ egress: { privateHosts: ['127.0.0.1'], timeout: 1500 } });
    const { clientId, clientSecret, enterpriseUrl, issuer } = github;
    const config = { clientId, clientSecret, enterpriseUrl };
    let isRunning = true;
    const stopProvider = async () => {
      if (isRunning) await github.close();
      isRunning = false;
    };
    return {
      config,
      otherConfig: { ...config, clientId: 'another-client' },
      runtime,
      redirectUri,
      people: {
        verified: {
          id: '18151210',
          issuer,
          name: 'Ada Lovelace',
          email: 'ada@example.test',
          avatar: 'https://avatars.example.test/u/18151210?v=4',
        },
        unverified: {
          id: '666',
          issuer,
          name: 'Mallory Unverified',
          unverifiedEmail: 'mallory@example.test',
          avatar: 'https://avatars.example.test/u/666?v=4',
        },
      },
      signIn: async (url, person) => github.callbackFor(url, person === 'verified' ? 'ada-lovelace' : 'mallory'),
      tokenRequests: () => github.calls.token,
      stopProvider,
      close: async () => {
        await stopProvider();
        await runtime.close();
      },
    };
  },
});

/** A connector whose secret is a canary, and its fake with these variants. */
async function open(canaries: Canaries, variants: readonly (GithubVariantName | GithubVariant)[] = []) {
  const clientSecret = canaries.secret('client secret');
  const github = await testGithub({ clientSecret, app: 'github-app' });
  const { clientId, enterpriseUrl } = github;
  const config = {
    clientId,
    clientSecret,
    enterpriseUrl,
    allowedOrganizations: [{ organization: 'analytical-engines' }],
  };
  github.use(...variants);
  return { github, connector: await module.createGithub({ config, runtime: testRuntime() }) };
}

/** A sign-in up to what becomes of the callback. */
const signIn =
  (variants: readonly (GithubVariantName | GithubVariant)[], change: (callback: URLSearchParams) => void = () => {}) =>
  async (canaries: Canaries) => {
    const { github, connector } = await open(canaries, variants);
    let session: SocialSession | undefined;
    const url = await connector.getAuthorizationUri({ redirectUri }, (stored) => {
      session = stored;
    });
    const callback = (await github.callbackFor(url)).searchParams;
    change(callback);
    return connector.getUserInfo(callback, () => session);
  };

/** Tokens that are canaries, and an API that echoes them. */
const echoingApi = (canaries: Canaries, status: number): GithubVariant => {
  const accessToken = canaries.secret('access token');
  const body = JSON.stringify({ message: `${accessToken} ${canaries.text('message')}` });
  const answer = () => ({ status, headers: { 'content-type': 'application/json' }, body });
  return {
    description: 'Echoes the access token in every answer of the API.',
    tokens: (fields) => ({ ...fields, access_token: accessToken }),
    answers: { user: answer, emails: answer, 'organization-membership': answer, revocation: answer },
  };
};

const echoingCallback = (canaries: Canaries): GithubVariant => ({
  description: 'An error that holds a canary.',
  callback: (parameters) =>
    new URLSearchParams({
      error: 'access_denied',
      error_description: canaries.text('description'),
      state: parameters.get('state') ?? '',
    }),
});

leakSuite({
  module,
  provoke: {
    invalid_config: [
      async (canaries) => module.createGithub({ config: { clientSecret: canaries.secret('client secret') } as never }),
      signIn(['token/incorrect-client-credentials']),
      signIn(['token/not-found']),
      async (canaries) => {
        const { connector } = await open(canaries, [echoingApi(canaries, 401)]);
        await connector.revokeToken(canaries.secret('token'));
      },
    ],
    invalid_request_parameters: [
      signIn([], (callback) => callback.append('code', 'another')),
      async (canaries) => {
        const { connector } = await open(canaries, [echoingApi(canaries, 422)]);
        await connector.revokeToken(canaries.secret('token'));
      },
    ],
    session_invalid: signIn([], (callback) => callback.set('state', 'another')),
    authorization_failed: [
      async (canaries) => signIn([echoingCallback(canaries)])(canaries),
      signIn(['person/billing-manager']),
      signIn(['organization/single-sign-on']),
      signIn(['token/unverified-user-email']),
    ],
    social_auth_code_invalid: signIn(['token/error-echoes-request']),
    social_invalid_access_token: [
      async (canaries) => signIn([echoingApi(canaries, 401)])(canaries),
      async (canaries) => signIn([echoingApi(canaries, 403)])(canaries),
      async (canaries) => (await open(canaries)).connector.getAccessTokenByRefreshToken(canaries.secret('token')),
    ],
    invalid_response: [
      signIn(['token/html']),
      async (canaries) => signIn([echoingApi(canaries, 200)])(canaries),
      async (canaries) => signIn([echoingApi(canaries, 404)])(canaries),
      async (canaries) => {
        const { connector } = await open(canaries, [echoingApi(canaries, 200)]);
        await connector.revokeToken(canaries.secret('token'));
      },
    ],
    egress_refused: async (canaries) => {
      const config = { ...minimal, clientSecret: canaries.secret('secret'), enterpriseUrl: 'https://192.168.7.7' };
      const connector = await module.createGithub({ config, runtime: createRuntime() });
      await connector.revokeToken(canaries.secret('token'));
    },
    provider_unavailable: [
      signIn(['token/status-503']),
      async (canaries) => signIn([echoingApi(canaries, 502)])(canaries),
    ],
    rate_limit_exceeded: [signIn(['limit/primary']), async (canaries) => signIn([echoingApi(canaries, 429)])(canaries)],
    not_implemented: async (canaries) =>
      (await open(canaries)).connector.revokeToken(canaries.secret('refresh token'), 'refresh_token'),
  },
  diagnose: async (canaries) =>
    (await open(canaries, ['token/error-echoes-request', echoingApi(canaries, 404)])).connector.diagnose(),
});
