import type { Runtime, SocialSession, SocialUserInfo } from '@jackfield/connector-kit';
import { attackSuite, withHostileEnvironment } from '@jackfield/connector-test-kit';
import {
  type OAuthProvider,
  type OAuthVariantName,
  oauthPeople,
  startOAuthProvider,
} from '@jackfield/connector-test-kit/oauth';
import type { Variant } from '@jackfield/connector-test-kit/oidc';
import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import { createRuntime } from '@jackfield/egress';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import * as module from './index.ts';
import { configFor, redirectUri } from './testing/harness.ts';

let provider: OAuthProvider;
let runtime: Runtime;
let offset = 0;

beforeAll(async () => {
  provider = await startOAuthProvider();
});
beforeEach(() => {
  provider.reset();
  offset = 0;
  runtime = createRuntime({
    egress: { privateHosts: ['127.0.0.1'], timeout: 500 },
    clock: { now: () => Date.now() + offset },
  });
});
afterEach(async () => runtime.close());
afterAll(async () => provider.close());

type Config = module.OAuthStandardConfig;

async function create(changes: Partial<Config> = {}) {
  return module.createOAuthStandard({ config: configFor(provider, changes), runtime });
}

/** The first half of a sign-in: the callback, and the session that belongs to it. */
async function start(changes: Partial<Config> = {}) {
  const connector = await create(changes);
  let stored: SocialSession | undefined;
  const url = await connector.getAuthorizationUri({ redirectUri }, (session) => {
    stored = session;
  });
  const take = () => {
    const session = stored;
    stored = undefined;
    return session;
  };
  return { connector, callback: (await provider.callbackFor(url)).searchParams, take };
}

/** A whole sign-in at a provider that answers like this; without a change, as an honest one. */
const signIn =
  (
    change: OAuthVariantName | Variant | undefined,
    changes: Partial<Config> = {},
    assert: (user: SocialUserInfo) => void = () => {},
  ) =>
  async () => {
    provider.reset();
    if (change !== undefined) provider.use(change);
    try {
      const { connector, callback, take } = await start(changes);
      assert(await connector.getUserInfo(callback, take));
    } finally {
      expect(provider.trap.requests).toEqual([]);
    }
  };
const each = (...names: readonly OAuthVariantName[]) => names.map((name) => signIn(name));
const isUnverified = (user: SocialUserInfo) => {
  expect(user.email).toBeUndefined();
  expect(user.unverifiedEmail).toMatch(/@example\.test$/);
};
const noAllowList = 'it has no allow-list of organizations';
const noIdToken = 'plain OAuth 2.0 has no ID token, and none is read';

/** Sign-ins with the token endpoint, and with the user info endpoint, at each of these addresses. */
const endpoints = (addresses: readonly string[]) =>
  addresses.flatMap((endpoint) => [
    signIn(undefined, { tokenEndpoint: endpoint }),
    signIn(undefined, { userInfo: { endpoint } }),
  ]);

attackSuite({
  module,
  cannotMeet: {
    'mark-of-another-source': 'one answer is read, no other',
    'mark-contradicted': 'one answer is read, no other',
    'pkce-downgrade': 'nothing is discovered',
    'alg-none': noIdToken,
    'hs256-public-key': noIdToken,
    'hs256-published-key': noIdToken,
    'alg-not-allowed': noIdToken,
    'crit-unknown': noIdToken,
    'key-in-header': noIdToken,
    'bad-signature': noIdToken,
    'unknown-kid-storm': noIdToken,
    'aud-wrong': noIdToken,
    'azp-wrong': noIdToken,
    'token-issuer-wrong': noIdToken,
    'tid-not-bound': noIdToken,
    'token-times': noIdToken,
    'at-hash-wrong': noIdToken,
    'nonce-wrong': noIdToken,
    'userinfo-other-subject': 'there is no second subject to compare with',
    'userinfo-unsigned': 'a profile is never signed',
    'allowed-name-taken-over': noAllowList,
    'membership-withheld': noAllowList,
    'request-smuggled': 'it sends no DELETE; bodies go by POST, framed',
  },
  withstands: {
    'unverified-email': {
      harmless: 'unverifiedEmail',
      attempts: [signIn('profile/email-verified-false', {}, isUnverified)],
    },
    'mark-of-another-path': {
      harmless: 'unverifiedEmail',
      attempts: [
        signIn(undefined, { profile: { id: 'id', email: 'email' } }, isUnverified),
        signIn(
          {
            description: 'An address at another path, and the usual mark.',
            userInfo: (fields) => ({ ...fields, login: { email: 'victim@example.test' } }),
          },
          { profile: { id: 'id', email: 'login.email' } },
          isUnverified,
        ),
      ],
    },
    'mark-not-true': {
      harmless: 'unverifiedEmail',
      attempts: (
        [
          'profile/email-verified-false-text',
          'profile/email-verified-one',
          'profile/email-verified-null',
          'profile/email-verified-object',
          'profile/email-verified-missing',
        ] as const
      ).map((name) => signIn(name, {}, isUnverified)),
    },
    'subject-missing': {
      refusedWith: 'invalid_response',
      attempts: each(
        'profile/id-missing',
        'profile/id-null',
        'profile/id-empty',
        'profile/id-blank',
        'profile/id-object',
        'profile/id-array',
        'profile/id-boolean',
      ),
    },
    'numeric-id-rounded': {
      harmless: 'all digits kept',
      attempts: [signIn(undefined, {}, ({ id }) => expect(id).toBe(oauthPeople.verified.id))],
    },
    'state-missing': {
      refusedWith: 'session_invalid',
      attempts: each('callback/state-missing', 'callback/state-empty'),
    },
    'state-foreign': {
      refusedWith: 'session_invalid',
      attempts: [
        ...each('callback/state-other'),
        async () => {
          const [victim, attacker] = [await start(), await start()];
          return victim.connector.getUserInfo(attacker.callback, victim.take);
        },
      ],
    },
    'state-of-another-connector': {
      refusedWith: 'session_invalid',
      attempts: [{ clientId: 'another-client' }, { issuer: { url: 'https://id.example.test' } }].map(
        (changes) => async () => {
          const { callback, take } = await start();
          return (await create(changes)).getUserInfo(callback, take);
        },
      ),
    },
    'callback-twice': {
      refusedWith: 'session_invalid',
      attempts: [
        async () => {
          const { connector, callback, take } = await start();
          await connector.getUserInfo(callback, take);
          return connector.getUserInfo(callback, take);
        },
      ],
    },
    'callback-twice-in-parallel': {
      harmless: 'one sign-in, the others refused',
      attempts: [
        async () => {
          const { connector, callback, take } = await start();
          const all = await Promise.allSettled([1, 2, 3].map(async () => connector.getUserInfo(callback, take)));
          expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
          expect(provider.calls.token).toBe(1);
        },
      ],
    },
    'session-expired': {
      refusedWith: 'session_invalid',
      attempts: [
        async () => {
          const { connector, callback, take } = await start();
          offset = 601_000;
          return connector.getUserInfo(callback, take);
        },
      ],
    },
    'parameter-twice': {
      refusedWith: 'invalid_request_parameters',
      attempts: each(
        'callback/state-duplicated',
        'callback/code-duplicated',
        'callback/iss-duplicated',
        'callback/iss-second-wrong',
      ),
    },
    'iss-wrong': {
      refusedWith: 'authorization_failed',
      attempts: [
        ...each('callback/iss-wrong', 'callback/iss-slash', 'callback/iss-case', 'callback/iss-empty'),
        async () => signIn('callback/iss-wrong', { issuer: { url: provider.origin, inCallback: 'ifPresent' } })(),
      ],
    },
    'iss-missing': { refusedWith: 'authorization_failed', attempts: each('callback/iss-missing') },
    'hybrid-response': {
      refusedWith: 'invalid_request_parameters',
      attempts: each('callback/front-channel-tokens', 'callback/encrypted-response'),
    },
    'code-injected': {
      refusedWith: 'social_auth_code_invalid',
      attempts: [
        async () => {
          await start();
          provider.use('callback/code-of-first-sign-in');
          const { connector, callback, take } = await start();
          return connector.getUserInfo(callback, take);
        },
      ],
    },
    'redirect-uri-from-outside': {
      harmless: 'the session’s is used',
      attempts: [
        async () => {
          const { connector, callback, take } = await start();
          callback.set('redirect_uri', 'https://evil.test/');
          callback.set('redirectUri', 'https://evil.test/');
          await connector.getUserInfo(callback, take);
          const token = provider.requests.find(({ endpoint }) => endpoint === 'token');
          expect(token?.form.get('redirect_uri')).toBe(redirectUri);
        },
      ],
    },
    'reserved-parameters': {
      refusedWith: 'invalid_config',
      attempts: ['client_id', 'State', 'redirect_uri', 'code_challenge', 'LOGIN_HINT', 'request_uri'].flatMap(
        (name) => [
          async () => create({ authorizationParameters: { [name]: 'evil' } }),
          async () => create({ tokenParameters: { [name]: 'evil' } }),
        ],
      ),
    },
    'callback-error-as-token-error': {
      refusedWith: 'authorization_failed',
      attempts: ['invalid_client', 'invalid_grant', 'slow_down', 'temporarily_unavailable'].map((error) => async () => {
        const { connector, callback, take } = await start();
        callback.delete('code');
        callback.set('error', error);
        return connector.getUserInfo(callback, take);
      }),
    },
    'provider-text-echoed': {
      refusedWith: 'authorization_failed',
      attempts: each(
        'callback/error-html',
        'callback/error-control-characters',
        'callback/error-code-html',
        'callback/error-gigantic',
      ),
    },
    'error-with-200': {
      refusedWith: 'social_auth_code_invalid',
      attempts: each('token/error-with-200', 'token/invalid-grant-with-200', 'token/form-error'),
    },
    'error-beside-tokens': { refusedWith: 'social_auth_code_invalid', attempts: each('token/error-beside-tokens') },
    'answer-not-json': {
      refusedWith: 'invalid_response',
      attempts: each(
        'token/html',
        'token/text',
        'token/truncated',
        'userinfo/html',
        'userinfo/truncated',
        'userinfo/array',
      ),
    },
    'answer-gigantic': { refusedWith: 'invalid_response', attempts: each('token/gigantic', 'userinfo/gigantic') },
    'answer-slow': { refusedWith: 'provider_unavailable', attempts: each('token/slow', 'userinfo/silent') },
    'answer-bomb': { refusedWith: 'invalid_response', attempts: each('token/gzip-bomb', 'userinfo/gzip-bomb') },
    'prototype-keys': {
      harmless: 'dropped',
      attempts: (['token/prototype-keys', 'userinfo/prototype-keys'] as const).map((name) =>
        signIn(name, {}, (user) => {
          expect('polluted' in {}).toBe(false);
          expect('polluted' in user.rawData).toBe(false);
        }),
      ),
    },
    'token-type-odd': {
      refusedWith: 'invalid_response',
      attempts: each('token/type-mac', 'token/type-dpop', 'token/type-number', 'token/type-missing'),
    },
    'header-injection': { refusedWith: 'invalid_response', attempts: each('token/access-token-line-break') },
    'redirect-followed': {
      refusedWith: 'invalid_response',
      attempts: each('token/redirect-302', 'token/redirect-307', 'userinfo/redirect-302', 'userinfo/redirect-307'),
    },
    'secret-echoed': {
      refusedWith: 'social_auth_code_invalid',
      attempts: [
        async () => {
          try {
            await signIn('token/error-echoes-request')();
          } catch (error) {
            expect(JSON.stringify(Object.entries(Object(error)))).not.toContain(provider.clientSecret);
            throw error;
          }
        },
      ],
    },
    'revocation-pretended': {
      refusedWith: 'authorization_failed',
      attempts: (['revocation/unsupported-token-type', 'revocation/unsupported-token-type-with-200'] as const).map(
        (name) => async () => {
          provider.use(name);
          return (await create()).revokeToken('a-refresh-token', 'refresh_token');
        },
      ),
    },
    'environment-steers': {
      harmless: 'never read',
      attempts: [
        async () => withHostileEnvironment(provider.trap.origin, signIn(undefined)),
        async () => {
          const secure = await startOAuthProvider({ https: (await issueCertificates()).selfSigned });
          const connector = await module.createOAuthStandard({ config: configFor(secure), runtime });
          const refresh = async () => connector.getAccessTokenByRefreshToken('a-refresh-token');
          const refused = async () => expect(refresh()).rejects.toMatchObject({ code: 'provider_unavailable' });
          await withHostileEnvironment(secure.trap.origin, refused).finally(async () => secure.close());
          expect(secure.requests).toEqual([]);
        },
      ],
    },
    'private-address': {
      refusedWith: 'egress_refused',
      // oxfmt-ignore
      attempts: endpoints([
        'https://127.0.0.2', 'https://[::1]', 'https://0.0.0.0', 'https://10.1.2.3', 'https://169.254.169.254/latest',
        'https://[::ffff:169.254.169.254]', 'https://[64:ff9b::a9fe:a9fe]', 'https://2130706434', 'https://0x7f000002',
        'https://0177.0.0.2', 'https://192.168.1.1:8443',
      ]),
    },
    'private-name': {
      refusedWith: 'egress_refused',
      attempts: [
        ...endpoints(['https://localhost', 'https://localhost.', 'https://id.internal', 'https://printer.local']),
        async () => {
          const changes = { tokenEndpoint: 'https://id.example.test/token' };
          const { callback, take } = await start(changes);
          await runtime.close();
          runtime = createRuntime({ egress: { lookup: async () => [{ address: '10.0.0.1' }] } });
          return (await create(changes)).getUserInfo(callback, take);
        },
      ],
    },
    'plain-http': {
      refusedWith: 'invalid_config',
      attempts: [
        async () => create({ tokenEndpoint: 'http://id.example.test/token' }),
        async () => create({ userInfo: { endpoint: 'http://id.example.test/me' } }),
      ],
    },
    'credentials-in-url': {
      refusedWith: 'invalid_config',
      attempts: [async () => create({ tokenEndpoint: 'https://user:password@id.example.test/token' })],
    },
  },
});
