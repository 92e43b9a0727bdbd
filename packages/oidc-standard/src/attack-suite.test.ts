import type { SocialSession, SocialUserInfo } from '@jackfield/connector-kit';
import { attackSuite, withHostileEnvironment } from '@jackfield/connector-test-kit';
import {
  type ScriptedProvider,
  startScriptedProvider,
  type Variant,
  type VariantName,
} from '@jackfield/connector-test-kit/oidc';
import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import { createRuntime } from '@jackfield/egress';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import * as module from './index.ts';

const redirectUri = 'https://app.example.test/callback';
let provider: ScriptedProvider;
let runtime = createRuntime();
let offset = 0;

beforeAll(async () => {
  provider = await startScriptedProvider();
});
beforeEach(begin);
/** Forgets whatever an attempt before has left. */
function begin(): void {
  provider.reset();
  offset = 0;
  runtime = createRuntime({
    egress: { privateHosts: ['127.0.0.1'], timeout: 500 },
    clock: { now: () => Date.now() + offset },
  });
}
afterEach(async () => runtime.close());
afterAll(async () => provider.close());

type Config = module.OidcStandardConfig;
type Variants = readonly (VariantName | Variant)[];

async function create(changes: Partial<Config> = {}) {
  const { issuer, clientId, clientSecret } = provider;
  const clientAuthentication = { method: 'client_secret_post', clientSecret } as const;
  return module.createOidcStandard({ config: { issuer, clientId, clientAuthentication, ...changes }, runtime });
}

/** The first half of a sign-in: the callback, and the session that belongs to it. */
async function start(changes: Partial<Config> = {}, request: object = {}) {
  const connector = await create(changes);
  let stored: SocialSession | undefined;
  const url = await connector.getAuthorizationUri({ redirectUri, ...request }, (session) => {
    stored = session;
  });
  const take = () => {
    const session = stored;
    stored = undefined;
    return session;
  };
  return { connector, url: new URL(url), callback: (await provider.callbackFor(url)).searchParams, take };
}

/** A whole sign-in at a provider with these variants. Each attempt has a runtime without memory of the one before. */
const signIn =
  (variants: Variants, changes: Partial<Config> = {}, assert: (user: SocialUserInfo) => void = () => {}) =>
  async () => {
    begin();
    const own = runtime;
    try {
      provider.use(...variants);
      const { connector, callback, take } = await start(changes);
      assert(await connector.getUserInfo(callback, take));
    } finally {
      expect(provider.trap.requests).toEqual([]);
      await own.close();
    }
  };
const each = (names: readonly VariantName[], changes: Partial<Config> = {}) =>
  names.map((name) => signIn([name], changes));
const withUserInfo = { userInfo: 'always' } as const;
const isUnverified = (user: SocialUserInfo) => {
  expect(user.email).toBeUndefined();
  expect(user.unverifiedEmail).toBe('ada@example.test');
};
const unverified = (names: readonly VariantName[], changes: Partial<Config> = {}) =>
  names.map((name) => signIn([name], { ...withUserInfo, ...changes }, isUnverified));
/** A sign-in to an issuer of many tenants, of which one is allowed. */
const ofTenants = (...names: readonly VariantName[]) =>
  names.map((name) => async () => {
    const tenantIds = ['11111111-1111-4111-8111-111111111111'];
    const issuer = `${provider.issuer}/organizations/v2.0`;
    return signIn([name], { issuer, tenants: { kind: 'listed', tenantIds } })();
  });
const issuers = (addresses: readonly string[]) =>
  addresses.map((issuer) => async () => (await create({ issuer })).getAuthorizationUri({ redirectUri }, () => {}));

attackSuite({
  module,
  cannotMeet: { 'request-smuggled': 'it sends no DELETE; bodies go by POST, framed' },
  withstands: {
    'unverified-email': { harmless: 'unverifiedEmail', attempts: unverified(['identity/email-verified-false']) },
    'mark-of-another-source': {
      harmless: 'unverifiedEmail',
      attempts: unverified([
        'identity/email-in-id-token-mark-in-userinfo',
        'identity/email-in-userinfo-mark-in-id-token',
      ]),
    },
    'mark-of-another-path': {
      harmless: 'unverifiedEmail',
      attempts: [
        signIn([], { claims: { email: 'sub_mail' } }, (user) => expect(user.email).toBeUndefined()),
        signIn(
          [
            {
              description: 'An address at another path.',
              person: (claims) => ({ ...claims, upn: 'victim@example.test' }),
            },
          ],
          { claims: { email: 'upn' } },
          (user) => expect(user).toMatchObject({ unverifiedEmail: 'victim@example.test' }),
        ),
      ],
    },
    'mark-contradicted': { harmless: 'unverifiedEmail', attempts: unverified(['identity/marks-differ']) },
    'mark-not-true': {
      harmless: 'unverifiedEmail',
      attempts: unverified([
        'identity/email-verified-false-text',
        'identity/email-verified-one',
        'identity/email-verified-one-text',
        'identity/email-verified-null',
        'identity/email-verified-missing',
        'identity/email-verified-array',
      ]),
    },
    'subject-missing': {
      refusedWith: 'social_invalid_id_token',
      attempts: each([
        'id-token/sub-missing',
        'id-token/sub-empty',
        'id-token/sub-null',
        'id-token/sub-object',
        'id-token/sub-array',
      ]),
    },
    'numeric-id-rounded': {
      harmless: 'all digits kept',
      attempts: [
        signIn(['identity/numeric-id'], { claims: { id: 'id' } }, (user) => expect(user.id).toBe('9007199254740993')),
      ],
    },
    'allowed-name-taken-over': {
      refusedWith: 'authorization_failed',
      attempts: ofTenants('multi-tenant/other-tenant'),
    },
    'membership-withheld': {
      refusedWith: 'social_invalid_id_token',
      attempts: ofTenants('multi-tenant/tid-missing', 'multi-tenant/tid-empty'),
    },
    'state-missing': {
      refusedWith: 'session_invalid',
      attempts: each(['callback/state-missing', 'callback/state-empty']),
    },
    'state-foreign': {
      refusedWith: 'session_invalid',
      attempts: [async () => foreignState(), ...each(['callback/state-other'])],
    },
    'state-of-another-connector': {
      refusedWith: 'session_invalid',
      attempts: [
        async () => {
          const { callback, take } = await start();
          return (await create({ clientId: 'another-client' })).getUserInfo(callback, take);
        },
      ],
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
      attempts: each([
        'callback/state-duplicated',
        'callback/code-duplicated',
        'callback/iss-duplicated',
        'callback/iss-second-wrong',
      ]),
    },
    'iss-wrong': {
      refusedWith: 'authorization_failed',
      attempts: each([
        'callback/iss-wrong',
        'callback/iss-slash',
        'callback/iss-case',
        'callback/iss-empty',
        'callback/iss-not-advertised-wrong',
      ]),
    },
    'iss-missing': { refusedWith: 'authorization_failed', attempts: each(['callback/iss-missing']) },
    'hybrid-response': {
      refusedWith: 'invalid_request_parameters',
      attempts: each(['callback/front-channel-tokens', 'callback/encrypted-response']),
    },
    'pkce-downgrade': {
      harmless: 'S256 all the same',
      attempts: [
        async () => {
          provider.use('discovery/pkce-plain-only');
          const { url } = await start();
          expect(url.searchParams.get('code_challenge_method')).toBe('S256');
        },
      ],
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
      attempts: ['client_id', 'state', 'nonce', 'redirect_uri', 'code_challenge', 'login_hint'].map(
        (name) => async () => create({ authorizationParameters: { [name]: 'evil' } }),
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
      attempts: each([
        'callback/error-html',
        'callback/error-control-characters',
        'callback/error-code-html',
        'callback/error-gigantic',
      ]),
    },
    'alg-none': {
      refusedWith: 'social_invalid_id_token',
      attempts: each([
        'id-token/alg-none',
        'id-token/alg-none-odd-case',
        'id-token/alg-missing',
        'id-token/signature-missing',
      ]),
    },
    'hs256-public-key': {
      refusedWith: 'social_invalid_id_token',
      attempts: each(['id-token/hs256-public-key', 'id-token/hs256-client-secret']),
    },
    'hs256-published-key': { refusedWith: 'social_invalid_id_token', attempts: each(['id-token/hs256-published-key']) },
    'alg-not-allowed': {
      refusedWith: 'social_invalid_id_token',
      attempts: each(['id-token/alg-not-allowed', 'discovery/hs256-advertised', 'discovery/alg-none-advertised']),
    },
    'crit-unknown': {
      refusedWith: 'social_invalid_id_token',
      attempts: each(['id-token/crit-unknown', 'id-token/crit-empty']),
    },
    'key-in-header': {
      refusedWith: 'social_invalid_id_token',
      attempts: each(['id-token/jku', 'id-token/x5u', 'id-token/jwk-embedded']),
    },
    'bad-signature': {
      refusedWith: 'social_invalid_id_token',
      attempts: each(['id-token/bad-signature', 'id-token/claims-altered', 'jwks/other-keys']),
    },
    'unknown-kid-storm': {
      harmless: 'the keys are fetched once',
      attempts: [
        async () => {
          provider.use('id-token/unknown-kid');
          const attempts = Array.from({ length: 10 }, async () => {
            const { connector, callback, take } = await start();
            return connector.getUserInfo(callback, take);
          });
          const all = await Promise.allSettled(attempts);
          expect(all.every(({ status }) => status === 'rejected')).toBe(true);
          expect(provider.calls.jwks).toBe(1);
        },
      ],
    },
    'aud-wrong': {
      refusedWith: 'social_invalid_id_token',
      attempts: each(['id-token/aud-missing', 'id-token/aud-other', 'id-token/aud-empty']),
    },
    'azp-wrong': {
      refusedWith: 'social_invalid_id_token',
      attempts: each(['id-token/aud-several-no-azp', 'id-token/azp-foreign', 'id-token/azp-foreign-several']),
    },
    'token-issuer-wrong': {
      refusedWith: 'social_invalid_id_token',
      attempts: each(['id-token/iss-slash', 'id-token/iss-case', 'id-token/iss-other', 'id-token/iss-missing']),
    },
    'tid-not-bound': {
      refusedWith: 'social_invalid_id_token',
      attempts: (
        [
          'multi-tenant/tid-not-bound',
          'multi-tenant/tid-missing',
          'multi-tenant/tid-empty',
          'multi-tenant/tid-path',
        ] as const
      ).map(
        (name) => async () => signIn([name], { issuer: `${provider.issuer}/common/v2.0`, tenants: { kind: 'any' } })(),
      ),
    },
    'token-times': {
      refusedWith: 'social_invalid_id_token',
      attempts: each([
        'id-token/expired',
        'id-token/exp-missing',
        'id-token/nbf-future',
        'id-token/iat-future',
        'id-token/iat-a-minute-ahead',
      ]),
    },
    'at-hash-wrong': {
      refusedWith: 'social_invalid_id_token',
      attempts: each(['id-token/at-hash-wrong', 'id-token/at-hash-number']),
    },
    'nonce-wrong': {
      refusedWith: 'social_invalid_id_token',
      attempts: [
        ...each(['id-token/nonce-missing', 'id-token/nonce-wrong', 'id-token/nonce-empty']),
        async () => {
          begin();
          await start();
          const { connector, callback, take } = await start();
          provider.use('id-token/nonce-replayed');
          return connector.getUserInfo(callback, take);
        },
      ],
    },
    'userinfo-other-subject': {
      refusedWith: 'invalid_response',
      attempts: each(['userinfo/sub-other', 'userinfo/sub-case', 'userinfo/sub-missing'], withUserInfo),
    },
    'userinfo-unsigned': {
      refusedWith: 'invalid_response',
      attempts: each(
        ['userinfo/jwt-alg-none', 'userinfo/jwt-bad-signature', 'userinfo/jwt-aud-other', 'userinfo/jwt-iss-other'],
        withUserInfo,
      ),
    },
    'error-with-200': {
      refusedWith: 'social_auth_code_invalid',
      attempts: each(['token/invalid-grant-with-200']),
    },
    'error-beside-tokens': { refusedWith: 'social_auth_code_invalid', attempts: each(['token/error-beside-tokens']) },
    'answer-not-json': {
      refusedWith: 'invalid_response',
      attempts: each(
        ['token/html', 'token/text', 'token/truncated', 'userinfo/html', 'discovery/html', 'jwks/truncated'],
        withUserInfo,
      ),
    },
    'answer-gigantic': {
      refusedWith: 'invalid_response',
      attempts: each(['token/gigantic', 'userinfo/gigantic', 'discovery/gigantic', 'jwks/gigantic'], withUserInfo),
    },
    'answer-slow': {
      refusedWith: 'provider_unavailable',
      attempts: each(['token/slow', 'userinfo/silent', 'jwks/slow'], withUserInfo),
    },
    'answer-bomb': {
      refusedWith: 'invalid_response',
      attempts: each(['token/gzip-bomb', 'userinfo/gzip-bomb', 'discovery/gzip-bomb'], withUserInfo),
    },
    'prototype-keys': {
      harmless: 'dropped',
      attempts: (['token/prototype-keys', 'userinfo/prototype-keys', 'discovery/prototype-keys'] as const).map((name) =>
        signIn([name], withUserInfo, (user) => {
          expect('polluted' in {}).toBe(false);
          expect('polluted' in user.rawData).toBe(false);
        }),
      ),
    },
    'token-type-odd': {
      refusedWith: 'invalid_response',
      attempts: each(['token/type-mac', 'token/type-dpop', 'token/type-number', 'token/type-missing']),
    },
    'header-injection': { refusedWith: 'invalid_response', attempts: each(['token/access-token-line-break']) },
    'redirect-followed': {
      refusedWith: 'invalid_response',
      attempts: each(
        [
          'token/redirect-302',
          'token/redirect-307',
          'userinfo/redirect-307',
          'discovery/redirect-302',
          'jwks/redirect-302',
        ],
        withUserInfo,
      ),
    },
    'secret-echoed': {
      refusedWith: 'social_auth_code_invalid',
      attempts: [
        async () => {
          try {
            await signIn(['token/error-echoes-request'])();
          } catch (error) {
            expect(JSON.stringify(Object.entries(error as object))).not.toContain(provider.clientSecret);
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
        async () => withHostileEnvironment(provider.trap.origin, signIn([])),
        async () => {
          const secure = await startScriptedProvider({ https: (await issueCertificates()).selfSigned });
          begin();
          const { issuer } = secure;
          const started = async () => (await create({ issuer })).getAuthorizationUri({ redirectUri }, () => {});
          const refused = async () => expect(started()).rejects.toMatchObject({ code: 'provider_unavailable' });
          await withHostileEnvironment(secure.trap.origin, refused).finally(async () => secure.close());
          expect(secure.requests).toEqual([]);
        },
      ],
    },
    'private-address': {
      refusedWith: 'egress_refused',
      // oxfmt-ignore
      attempts: issuers([
        'https://127.0.0.2', 'https://[::1]', 'https://0.0.0.0', 'https://10.1.2.3', 'https://169.254.169.254',
        'https://[::ffff:169.254.169.254]', 'https://[64:ff9b::a9fe:a9fe]', 'https://2130706434', 'https://0x7f000002',
        'https://0177.0.0.2', 'https://192.168.1.1:8443',
      ]),
    },
    'private-name': {
      refusedWith: 'egress_refused',
      attempts: [
        ...issuers([
          'https://localhost',
          'https://localhost.',
          'https://id.internal',
          'https://printer.local',
          'https://intranet',
        ]),
        async () => {
          runtime = createRuntime({ egress: { lookup: async () => [{ address: '10.0.0.1' }] } });
          return (await create({ issuer: 'https://id.example.test' })).getAuthorizationUri({ redirectUri }, () => {});
        },
      ],
    },
    'plain-http': {
      refusedWith: 'egress_refused',
      attempts: each(['discovery/token-endpoint-http', 'discovery/jwks-uri-http']),
    },
    'credentials-in-url': {
      refusedWith: 'invalid_config',
      attempts: [async () => create({ issuer: 'https://user:password@id.example.test' })],
    },
  },
});

async function foreignState(): Promise<unknown> {
  const victim = await start();
  const attacker = await start();
  return victim.connector.getUserInfo(attacker.callback, victim.take);
}
